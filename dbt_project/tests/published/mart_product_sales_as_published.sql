{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_product_sales: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_date, product_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_product_sales') }} group by month_date, product_key having count(*) > 1) as doubled
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where month_date is null
    union all
    select 'product_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where product_key is null
    union all
    select 'product_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where product_name is null
    union all
    select 'abc_class is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where abc_class is null
    union all
    select 'recent_working_days_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where recent_working_days_count is null
    union all
    select 'earlier_working_days_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where earlier_working_days_count is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} where is_complete is null
    union all
    select 'month_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_product_sales') }} as here where here.month_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.month_date)
) as broken
where broken.row_count > 0
