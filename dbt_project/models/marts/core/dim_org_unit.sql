select
    org_unit_key,
    {{ first_day() }} as valid_from_date,
    {{ last_day_of_all() }} as valid_to_date,
    unit_name as org_unit_name,
    branch_name,
    head_employee_key,
    true as is_current
from {{ ref('int_org_units') }}
