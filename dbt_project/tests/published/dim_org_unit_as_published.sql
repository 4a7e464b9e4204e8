{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_org_unit: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per org_unit_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_org_unit') }} group by org_unit_key having count(*) > 1) as doubled
    union all
    select 'org_unit_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_org_unit') }} where org_unit_key is null
    union all
    select 'org_unit_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_org_unit') }} where org_unit_name is null
) as broken
where broken.row_count > 0
