-- A department under its newest name.
select
    org_unit_key as unit,
    max_by(org_unit_name, valid_from_date) as name
from dim_org_unit
group by org_unit_key
order by
    name nulls last,
    unit nulls last
