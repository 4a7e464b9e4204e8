with employee_periods as (
    select
        employees.employee_key,
        employees.employee_name,
        employees.email,
        units.org_unit_key,
        units.valid_from_date,
        units.valid_to_date,
        units.is_assumed,
        employees.is_active
    from {{ ref('int_employees') }} as employees
    inner join {{ ref('int_employee_units') }} as units
        on employees.employee_key = units.employee_key
    union all
    select
        'unassigned' as employee_key,
        'Без ответственного' as employee_name,
        cast(null as text) as email,
        'unassigned' as org_unit_key,
        {{ first_day() }} as valid_from_date,
        {{ last_day_of_all() }} as valid_to_date,
        false as is_assumed,
        false as is_active
),

current_units as (
    select
        periods.employee_key,
        periods.org_unit_key,
        org_units.unit_name as org_unit_name
    from employee_periods as periods
    inner join {{ ref('int_run') }} as runs
        on runs.as_of_date between periods.valid_from_date and periods.valid_to_date
    left join {{ ref('int_org_units') }} as org_units
        on periods.org_unit_key = org_units.org_unit_key
)

select
    periods.employee_key || '#' || periods.valid_from_date as employee_version_key,
    periods.employee_key,
    periods.employee_name,
    periods.email,
    periods.org_unit_key,
    coalesce(org_units.unit_name, periods.org_unit_key) as org_unit_name,
    org_units.branch_name,
    coalesce(current_units.org_unit_key, 'unassigned') as org_unit_now_key,
    coalesce(current_units.org_unit_name, current_units.org_unit_key, 'unassigned') as org_unit_now_name,
    periods.valid_from_date,
    periods.valid_to_date,
    runs.as_of_date between periods.valid_from_date and periods.valid_to_date as is_current,
    periods.is_assumed,
    periods.is_active
from employee_periods as periods
cross join {{ ref('int_run') }} as runs
left join {{ ref('int_org_units') }} as org_units
    on periods.org_unit_key = org_units.org_unit_key
left join current_units
    on periods.employee_key = current_units.employee_key
