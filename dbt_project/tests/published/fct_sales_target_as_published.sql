{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_sales_target: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per target_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_sales_target') }} group by target_key having count(*) > 1) as doubled
    union all
    select 'target_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where target_key is null
    union all
    select 'metric is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where metric is null
    union all
    select 'unit_type is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where unit_type is null
    union all
    select 'unit_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where unit_key is null
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where month_date is null
    union all
    select 'version is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where version is null
    union all
    select 'plan_value is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_target') }} where plan_value is null
) as broken
where broken.row_count > 0
