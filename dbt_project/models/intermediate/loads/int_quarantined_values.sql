{%- set current_versions = [
    'stg_amocrm__users', 'stg_amocrm__stages', 'stg_amocrm__leads', 'stg_amocrm__deleted_leads', 'stg_amocrm__events',
    'stg_amocrm__contacts', 'stg_amocrm__companies',
    'stg_onec__users', 'stg_onec__products', 'stg_onec__counterparties',
    'stg_files__stages', 'stg_files__loss_reasons', 'stg_files__org_history', 'stg_files__payment_forms',
    'stg_files__sales_plan',
] %}
{%- set all_versions = ['stg_onec__order_versions', 'stg_onec__payment_versions'] %}

with unreadable_record as (
    {%- for name in current_versions %}
    select
        _source,
        _stream,
        _key,
        _unreadable
    from {{ ref(name) }}
    where _unreadable is not null and not is_deleted
    union all
    {%- endfor %}
    {%- for name in all_versions %}
    select
        version._source,
        version._stream,
        version._key,
        version._unreadable
    from {{ ref(name) }} as version
    inner join (
        select
            _source,
            _stream,
            _key,
            max(_position) as _position
        from {{ ref(name) }}
        group by
            _source,
            _stream,
            _key
    ) as newest_version
        on
            version._source = newest_version._source
            and version._stream = newest_version._stream
            and version._position = newest_version._position
    where version._unreadable is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

unreadable_value as (
    select
        _source,
        _stream,
        _key,
        {{ explode(split_text('_unreadable', ';')) }} as field_and_kind
    from unreadable_record
),

quarantined_value as (
    select
        _source as source,
        _stream as stream,
        _source || ':' || _key as record_key,
        split_part(field_and_kind, '=', 1) as field,
        'not readable as ' || replace(split_part(field_and_kind, '=', 2), '_', ' ') as reason
    from unreadable_value

    union all

    select
        source,
        'sales_plan' as stream,
        target_key as record_key,
        'unit' as field,
        'no such ' || unit_type as reason
    from {{ ref('int_plan_rows') }}
    where unit_key is null
)

select distinct
    source,
    stream,
    record_key,
    field,
    reason
from quarantined_value
