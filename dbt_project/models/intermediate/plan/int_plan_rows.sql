with plan_row as (
    select
        row_key as target_key,
        _source as source,
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
)

select
    plan_row.target_key,
    plan_row.source,
    plan_row.metric,
    plan_row.unit_type,
    found_unit.unit_key,
    plan_row.month_date,
    plan_row.version,
    plan_row.plan_value,
    plan_row.source_file,
    plan_row.source_row,
    -- A department by name and by id, a person by two addresses: nobody can tell which plan is meant.
    found_unit.unit_key is not null
    and min(plan_row.plan_value) over (
        partition by
            plan_row.metric, plan_row.unit_type, found_unit.unit_key, plan_row.month_date, plan_row.version
    ) <> max(plan_row.plan_value) over (
        partition by
            plan_row.metric, plan_row.unit_type, found_unit.unit_key, plan_row.month_date, plan_row.version
    ) as is_contradicted
from plan_row
inner join found_unit
    on plan_row.target_key = found_unit.target_key
