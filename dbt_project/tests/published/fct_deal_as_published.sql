{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_deal: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per deal_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_deal') }} group by deal_key having count(*) > 1) as doubled
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where deal_key is null
    union all
    select 'lead_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where lead_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where source is null
    union all
    select 'created_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where created_at is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where created_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where channel_key is null
    union all
    select 'amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where amount is null
    union all
    select 'is_won is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where is_won is null
    union all
    select 'is_lost is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where is_lost is null
    union all
    select 'is_junk is never null' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} where is_junk is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'won_employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.won_employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.won_employee_key)
    union all
    select 'contract_employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.contract_employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.contract_employee_key)
    union all
    select 'lost_employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.lost_employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.lost_employee_key)
    union all
    select 'lead_key stands in fct_lead' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.lead_key is not null
        and not exists (select 1 from {{ ref('fct_lead') }} as there where there.lead_key = here.lead_key)
    union all
    select 'stage_key stands in dim_pipeline_stage' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.stage_key is not null
        and not exists (select 1 from {{ ref('dim_pipeline_stage') }} as there where there.stage_key = here.stage_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'region_key stands in dim_region' as rule, count(*) as row_count
    from {{ ref('fct_deal') }} as here where here.region_key is not null
        and not exists (select 1 from {{ ref('dim_region') }} as there where there.region_key = here.region_key)
) as broken
where broken.row_count > 0
