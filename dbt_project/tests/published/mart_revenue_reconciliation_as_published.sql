{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_revenue_reconciliation: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, customer_key, reason' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_revenue_reconciliation') }} group by date_day, customer_key, reason having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} where date_day is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} where customer_key is null
    union all
    select 'reason is never null' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} where reason is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} where client_status is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} where is_complete is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_revenue_reconciliation') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
