{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_touchpoint: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per lead_key, touch_number' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_touchpoint') }} group by lead_key, touch_number having count(*) > 1) as doubled
    union all
    select 'lead_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where lead_key is null
    union all
    select 'touch_number is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where touch_number is null
    union all
    select 'touch_type is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where touch_type is null
    union all
    select 'touched_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where touched_at is null
    union all
    select 'touched_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where touched_date is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where channel_key is null
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where campaign_key is null
    union all
    select 'is_direct is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where is_direct is null
    union all
    select 'is_last_touch is never null' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} where is_last_touch is null
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
    union all
    select 'campaign_key stands in dim_campaign' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} as here where here.campaign_key is not null
        and not exists (select 1 from {{ ref('dim_campaign') }} as there where there.campaign_key = here.campaign_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_touchpoint') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
