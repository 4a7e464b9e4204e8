{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_deal_daily_snapshot: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, deal_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_deal_daily_snapshot') }} group by date_day, deal_key having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where date_day is null
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where deal_key is null
    union all
    select 'stage_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where stage_key is null
    union all
    select 'step is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where step is null
    union all
    select 'amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where amount is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where employee_key is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where employee_name is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where client_status is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where created_date is null
    union all
    select 'age_days is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where age_days is null
    union all
    select 'days_in_stage is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} where days_in_stage is null
    union all
    select 'deal_key stands in fct_deal' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} as here where here.deal_key is not null
        and not exists (select 1 from {{ ref('fct_deal') }} as there where there.deal_key = here.deal_key)
    union all
    select 'stage_key stands in dim_pipeline_stage' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} as here where here.stage_key is not null
        and not exists (select 1 from {{ ref('dim_pipeline_stage') }} as there where there.stage_key = here.stage_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_deal_daily_snapshot') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
