-- An employee and a period in one department, the newest last.
select
    employee_key as person,
    employee_name as name,
    org_unit_key as unit,
    valid_from_date as since,
    is_active
from dim_employee_history
order by
    employee_name nulls last,
    employee_key nulls last,
    valid_from_date nulls last
