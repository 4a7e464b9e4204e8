select
    touches.lead_key,
    touches.touch_number,
    touches.touch_type,
    touches.touched_at,
    touches.touched_date,
    touches.channel_key,
    channels.channel_name,
    coalesce(touches.campaign_key, 'none') as campaign_key,
    touches.call_key,
    touches.is_direct,
    touches.touch_number = last_touches.touch_number as is_last_touch,
    deals.customer_key
from {{ ref('int_touches') }} as touches
inner join {{ ref('int_last_touches') }} as last_touches
    on touches.lead_key = last_touches.lead_key
inner join {{ ref('int_deal_outcomes') }} as deals
    on touches.lead_key = deals.deal_key
left join {{ ref('dim_channel') }} as channels
    on touches.channel_key = channels.channel_key
