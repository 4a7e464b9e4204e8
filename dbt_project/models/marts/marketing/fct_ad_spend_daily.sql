select
    spend.source,
    spend.campaign_key,
    spend.date_day,
    campaigns.campaign_name,
    spend.channel_key,
    channels.channel_name,
    spend.impressions_count,
    spend.clicks_count,
    spend.spend_amount,
    spend.spend_gross_amount,
    spend.currency_code
from {{ ref('int_ad_spend') }} as spend
inner join {{ ref('int_campaigns') }} as campaigns
    on spend.campaign_key = campaigns.campaign_key
left join {{ ref('dim_channel') }} as channels
    on spend.channel_key = channels.channel_key
