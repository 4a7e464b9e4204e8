{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_customer: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per customer_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_customer') }} group by customer_key having count(*) > 1) as doubled
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_customer') }} where customer_key is null
    union all
    select 'match_status is never null' as rule, count(*) as row_count
    from {{ ref('dim_customer') }} where match_status is null
    union all
    select 'records_count is never null' as rule, count(*) as row_count
    from {{ ref('dim_customer') }} where records_count is null
    union all
    select 'region_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_customer') }} where region_key is null
    union all
    select 'region_key stands in dim_region' as rule, count(*) as row_count
    from {{ ref('dim_customer') }} as here where here.region_key is not null
        and not exists (select 1 from {{ ref('dim_region') }} as there where there.region_key = here.region_key)
) as broken
where broken.row_count > 0
