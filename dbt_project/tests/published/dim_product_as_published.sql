{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_product: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per product_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_product') }} group by product_key having count(*) > 1) as doubled
    union all
    select 'product_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_product') }} where product_key is null
    union all
    select 'is_deleted is never null' as rule, count(*) as row_count
    from {{ ref('dim_product') }} where is_deleted is null
) as broken
where broken.row_count > 0
