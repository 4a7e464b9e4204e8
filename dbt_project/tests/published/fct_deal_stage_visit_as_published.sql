{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_deal_stage_visit: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per visit_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_deal_stage_visit') }} group by visit_key having count(*) > 1) as doubled
    union all
    select 'visit_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where visit_key is null
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where deal_key is null
    union all
    select 'visit_number is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where visit_number is null
    union all
    select 'stage_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where stage_key is null
    union all
    select 'entered_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where entered_at is null
    union all
    select 'entered_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where entered_date is null
    union all
    select 'is_current is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where is_current is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where employee_key is null
    union all
    select 'working_minutes is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} where working_minutes is null
    union all
    select 'deal_key stands in fct_deal' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} as here where here.deal_key is not null
        and not exists (select 1 from {{ ref('fct_deal') }} as there where there.deal_key = here.deal_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'stage_key stands in dim_pipeline_stage' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} as here where here.stage_key is not null
        and not exists (select 1 from {{ ref('dim_pipeline_stage') }} as there where there.stage_key = here.stage_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_deal_stage_visit') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
