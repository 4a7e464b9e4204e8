{{ config(unique_key='lead_key') }}

with record as (
    {{ newest_records('pipeworks', 'deals', {
        'stage': 'VARCHAR',
        'owner': 'VARCHAR',
        'sum': 'VARCHAR',
        'created': 'VARCHAR',
    }) }}
),

deal as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as lead_key,
        _source as source,
        'deal' as card_kind,
        _key as source_record_id,
        {{ read('created', 'epoch', noted) }} as created_at,
        {{ read('created', 'epoch', noted) }} as updated_at,
        cast(null as timestamp) as closed_at,
        {{ reference_key('payload.owner') }} as responsible_user_key,
        _source || ':all' as pipeline_key,
        _source || ':all:' || payload.stage as stage_key,
        {{ read('sum', 'amount', noted) }} as amount,
        cast(null as text) as loss_reason_key,
        cast(null as text) as loss_reason_name,
        cast([] as {{ field_values_type() }}) as field_values,
        cast([] as struct(record_key text, record_type text, is_main boolean)[]) as linked_records,
        false as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('deal', 'lead_key', 'pipeworks', 'deals') }}
