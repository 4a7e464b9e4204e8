{% set plan = [
    'target_key', 'source', 'stream', 'metric', 'unit_type', 'unit_key', 'month_date', 'version', 'plan_value',
    'source_file', 'source_row'
] %}

with plan_row as (
    select
        row_key as target_key,
        _source as source,
        _stream as stream,
        metric,
        unit_type,
        unit,
        cast(date_trunc('month', month) as date) as month_date,
        coalesce(version, 1) as version,
        plan_value,
        source_file,
        coalesce(source_row, file_row) as source_row
    from {{ ref('stg_files__sales_plan') }}
    where
        not is_deleted
        and metric is not null
        and month is not null
        and plan_value is not null
),

plan_of_system as (
    select
        plan.plan_key as target_key,
        plan.source,
        plan._stream as stream,
        plan.metric,
        'employee' as unit_type,
        source_user.employee_key as unit_key,
        cast(date_trunc('month', plan.month_date) as date) as month_date,
        cast(1 as bigint) as version,
        plan.plan_value,
        cast(null as text) as source_file,
        cast(null as bigint) as source_row
    from {{ ref('int_vendor_unit_plans') }} as plan
    left join {{ ref('int_source_users') }} as source_user
        on plan.user_key = source_user.source_user_key
    where
        not plan.is_deleted
        and plan.metric is not null
        and plan.month_date is not null
        and plan.plan_value is not null
),

named_unit as (
    {{ named_units() }}
),

found_unit as (
    select
        plan_row.target_key,
        named_unit.unit_key
    from plan_row
    left join named_unit
        on
            plan_row.unit_type = named_unit.unit_type
            and {{ unit_as_named('plan_row') }} = named_unit.unit_name
),

plan_of_unit as (
    select
        plan_row.target_key,
        plan_row.source,
        plan_row.stream,
        plan_row.metric,
        plan_row.unit_type,
        found_unit.unit_key,
        plan_row.month_date,
        plan_row.version,
        plan_row.plan_value,
        plan_row.source_file,
        plan_row.source_row
    from plan_row
    inner join found_unit
        on plan_row.target_key = found_unit.target_key
    union all
    select {{ columns(plan) }}
    from plan_of_system
)

select
    {{ columns(plan) }},
    -- A department by name and by id, a person by two addresses: nobody can tell which plan is meant.
    unit_key is not null
    and min(plan_value) over (partition by metric, unit_type, unit_key, month_date, version)
    <> max(plan_value) over (partition by metric, unit_type, unit_key, month_date, version) as is_contradicted
from plan_of_unit
