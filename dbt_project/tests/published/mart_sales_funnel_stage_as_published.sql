{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_sales_funnel_stage: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, stage_key, org_unit_key, channel_key, client_status' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_sales_funnel_stage') }} group by date_day, stage_key, org_unit_key, channel_key, client_status having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where date_day is null
    union all
    select 'stage_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where stage_key is null
    union all
    select 'org_unit_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where org_unit_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where channel_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where client_status is null
    union all
    select 'step is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where step is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} where is_complete is null
    union all
    select 'stage_key stands in dim_pipeline_stage' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} as here where here.stage_key is not null
        and not exists (select 1 from {{ ref('dim_pipeline_stage') }} as there where there.stage_key = here.stage_key)
    union all
    select 'org_unit_key stands in dim_org_unit' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} as here where here.org_unit_key is not null
        and not exists (select 1 from {{ ref('dim_org_unit') }} as there where there.org_unit_key = here.org_unit_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_stage') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
