{%- set kept_tables = [
    'stg_files__stages', 'stg_files__loss_reasons', 'stg_files__org_history', 'stg_files__payment_forms',
    'stg_files__sales_plan', 'stg_files__costs', 'stg_files__goals',
] %}

with unreadable_value as (
    {{ unreadable_values(kept_tables) }}
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
        stream,
        target_key as record_key,
        'unit' as field,
        'no such ' || unit_type as reason
    from {{ ref('int_plan_rows') }}
    where unit_key is null

    union all

    select
        source,
        stream,
        target_key as record_key,
        'plan' as field,
        'contradicts another plan of the same ' || unit_type as reason
    from {{ ref('int_plan_rows') }}
    where is_contradicted

    union all

    select
        source,
        'goals' as stream,
        goal_key as record_key,
        'unit' as field,
        'no such ' || unit_type as reason
    from {{ ref('int_goals') }}
    where unit_key is null
)

select distinct
    source,
    stream,
    record_key,
    field,
    reason
from quarantined_value
