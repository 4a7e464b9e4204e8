select
    employee_key,
    employee_name,
    email,
    org_unit_key,
    org_unit_name,
    branch_name,
    is_active
from {{ ref('dim_employee_history') }}
where is_current
