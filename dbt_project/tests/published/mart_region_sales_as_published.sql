{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_region_sales: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, region_key, client_status' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_region_sales') }} group by date_day, region_key, client_status having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} where date_day is null
    union all
    select 'region_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} where region_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} where client_status is null
    union all
    select 'region_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} where region_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} where is_complete is null
    union all
    select 'region_key stands in dim_region' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} as here where here.region_key is not null
        and not exists (select 1 from {{ ref('dim_region') }} as there where there.region_key = here.region_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_region_sales') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
