{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_customer_segment: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_end_date, segment' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_customer_segment') }} group by month_end_date, segment having count(*) > 1) as doubled
    union all
    select 'month_end_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment') }} where month_end_date is null
    union all
    select 'segment is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment') }} where segment is null
    union all
    select 'abc is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment') }} where abc is null
    union all
    select 'customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment') }} where customers_count is null
    union all
    select 'month_end_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_customer_segment') }} as here where here.month_end_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.month_end_date)
) as broken
where broken.row_count > 0
