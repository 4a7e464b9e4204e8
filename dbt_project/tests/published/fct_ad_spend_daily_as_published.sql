{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_ad_spend_daily: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per source, campaign_key, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_ad_spend_daily') }} group by source, campaign_key, date_day having count(*) > 1) as doubled
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where source is null
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where campaign_key is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where date_day is null
    union all
    select 'campaign_name is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where campaign_name is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where channel_key is null
    union all
    select 'impressions_count is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where impressions_count is null
    union all
    select 'clicks_count is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where clicks_count is null
    union all
    select 'currency_code is never null' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} where currency_code is null
    union all
    select 'campaign_key stands in dim_campaign' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} as here where here.campaign_key is not null
        and not exists (select 1 from {{ ref('dim_campaign') }} as there where there.campaign_key = here.campaign_key)
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_ad_spend_daily') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
