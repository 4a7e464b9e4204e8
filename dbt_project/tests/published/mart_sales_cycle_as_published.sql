{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_sales_cycle: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per deal_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_sales_cycle') }} group by deal_key having count(*) > 1) as doubled
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where deal_key is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where created_date is null
    union all
    select 'measured_to_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where measured_to_date is null
    union all
    select 'outcome is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where outcome is null
    union all
    select 'is_censored is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where is_censored is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where channel_key is null
    union all
    select 'pipeline_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where pipeline_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where client_status is null
    union all
    select 'cycle_days is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} where cycle_days is null
    union all
    select 'deal_key stands in fct_deal' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} as here where here.deal_key is not null
        and not exists (select 1 from {{ ref('fct_deal') }} as there where there.deal_key = here.deal_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'created_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_sales_cycle') }} as here where here.created_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.created_date)
) as broken
where broken.row_count > 0
