select
    org_unit_key,
    unit_name as org_unit_name,
    branch_name,
    head_employee_key
from {{ ref('int_org_units') }}
