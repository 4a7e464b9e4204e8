{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_attribution: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_date, attribution_model, channel_key, campaign_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_attribution') }} group by month_date, attribution_model, channel_key, campaign_key having count(*) > 1) as doubled
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where month_date is null
    union all
    select 'attribution_model is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where attribution_model is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where channel_key is null
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where campaign_key is null
    union all
    select 'channel_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where channel_name is null
    union all
    select 'campaign_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} where campaign_name is null
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
    union all
    select 'campaign_key stands in dim_campaign' as rule, count(*) as row_count
    from {{ ref('mart_attribution') }} as here where here.campaign_key is not null
        and not exists (select 1 from {{ ref('dim_campaign') }} as there where there.campaign_key = here.campaign_key)
) as broken
where broken.row_count > 0
