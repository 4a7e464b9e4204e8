{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_customer_segment_migration: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_end_date, from_segment, to_segment, category_key, employee_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_customer_segment_migration') }} group by month_end_date, from_segment, to_segment, category_key, employee_key having count(*) > 1) as doubled
    union all
    select 'month_end_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where month_end_date is null
    union all
    select 'from_segment is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where from_segment is null
    union all
    select 'to_segment is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where to_segment is null
    union all
    select 'category_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where category_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where employee_key is null
    union all
    select 'previous_month_end_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where previous_month_end_date is null
    union all
    select 'customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} where customers_count is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'month_end_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment_migration') }} as here where here.month_end_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.month_end_date)
) as broken
where broken.row_count > 0
