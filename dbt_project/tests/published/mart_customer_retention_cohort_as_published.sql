{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_customer_retention_cohort: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per cohort_month_date, month_date' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_customer_retention_cohort') }} group by cohort_month_date, month_date having count(*) > 1) as doubled
    union all
    select 'cohort_month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} where cohort_month_date is null
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} where month_date is null
    union all
    select 'cohort_customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} where cohort_customers_count is null
    union all
    select 'active_customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} where active_customers_count is null
    union all
    select 'current_customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} where current_customers_count is null
    union all
    select 'month_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_customer_retention_cohort') }} as here where here.month_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.month_date)
) as broken
where broken.row_count > 0
