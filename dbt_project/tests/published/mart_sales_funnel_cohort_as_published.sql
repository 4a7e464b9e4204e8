{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_sales_funnel_cohort: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per week_date, channel_key, org_unit_then_key, client_status, age_days' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_sales_funnel_cohort') }} group by week_date, channel_key, org_unit_then_key, client_status, age_days having count(*) > 1) as doubled
    union all
    select 'week_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where week_date is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where channel_key is null
    union all
    select 'org_unit_then_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where org_unit_then_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where client_status is null
    union all
    select 'age_days is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where age_days is null
    union all
    select 'age_until_days is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where age_until_days is null
    union all
    select 'channel_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where channel_name is null
    union all
    select 'org_unit_then_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where org_unit_then_name is null
    union all
    select 'is_latest is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where is_latest is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} where is_complete is null
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
    union all
    select 'week_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_sales_funnel_cohort') }} as here where here.week_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.week_date)
) as broken
where broken.row_count > 0
