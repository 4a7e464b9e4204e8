{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_lead: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per lead_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_lead') }} group by lead_key having count(*) > 1) as doubled
    union all
    select 'lead_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where lead_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where source is null
    union all
    select 'created_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where created_at is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where created_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where channel_key is null
    union all
    select 'pipeline_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where pipeline_key is null
    union all
    select 'stage_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where stage_key is null
    union all
    select 'outcome is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where outcome is null
    union all
    select 'is_clean is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where is_clean is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where client_status is null
    union all
    select 'region_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} where region_key is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'stage_key stands in dim_pipeline_stage' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} as here where here.stage_key is not null
        and not exists (select 1 from {{ ref('dim_pipeline_stage') }} as there where there.stage_key = here.stage_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'created_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} as here where here.created_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.created_date)
    union all
    select 'region_key stands in dim_region' as rule, count(*) as row_count
    from {{ ref('fct_lead') }} as here where here.region_key is not null
        and not exists (select 1 from {{ ref('dim_region') }} as there where there.region_key = here.region_key)
) as broken
where broken.row_count > 0
