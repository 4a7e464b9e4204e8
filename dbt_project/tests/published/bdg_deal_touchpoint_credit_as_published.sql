{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of bdg_deal_touchpoint_credit: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per deal_key, touch_number, attribution_model' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('bdg_deal_touchpoint_credit') }} group by deal_key, touch_number, attribution_model having count(*) > 1) as doubled
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where deal_key is null
    union all
    select 'touch_number is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where touch_number is null
    union all
    select 'attribution_model is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where attribution_model is null
    union all
    select 'touched_date is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where touched_date is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where channel_key is null
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where campaign_key is null
    union all
    select 'credit is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} where credit is null
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('bdg_deal_touchpoint_credit') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
) as broken
where broken.row_count > 0
