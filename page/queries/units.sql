-- A department under its name.
select
    org_unit_key as unit,
    org_unit_name as name
from dim_org_unit
order by
    name nulls last,
    unit nulls last
