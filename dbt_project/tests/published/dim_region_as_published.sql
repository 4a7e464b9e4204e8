{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_region: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per region_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_region') }} group by region_key having count(*) > 1) as doubled
    union all
    select 'region_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_region') }} where region_key is null
    union all
    select 'region_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_region') }} where region_name is null
) as broken
where broken.row_count > 0
