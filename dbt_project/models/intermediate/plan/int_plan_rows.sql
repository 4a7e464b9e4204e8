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

-- A department is named as the CRM or org_units.csv names it, or by its id.
unit_name as (
    select
        org_unit_key,
        lower(unit_name) as unit_name
    from {{ ref('int_org_units') }}
    union
    select
        source || ':' || unit_id as org_unit_key,
        lower(unit_name) as unit_name
    from {{ ref('stg_files__org_units') }}
    where not is_deleted
    union
    select
        org_unit_key,
        lower(split_part(org_unit_key, ':', 2)) as unit_name
    from {{ ref('int_org_units') }}
    union
    select
        org_unit_key,
        lower(org_unit_key) as unit_name
    from {{ ref('int_org_units') }}
),

named_unit as (
    select
        unit_name,
        min(org_unit_key) as org_unit_key
    from unit_name
    group by unit_name
),

found_unit as (
    select
        plan_row.target_key,
        case plan_row.unit_type
            when 'company' then 'company'
            when 'department' then named_unit.org_unit_key
            when 'employee' then employee_email.employee_key
        end as unit_key
    from plan_row
    left join named_unit
        on
            plan_row.unit_type = 'department'
            and lower(plan_row.unit) = named_unit.unit_name
    left join {{ ref('int_employee_emails') }} as employee_email
        on
            plan_row.unit_type = 'employee'
            and lower(plan_row.unit) = employee_email.email
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
