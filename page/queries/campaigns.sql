-- The name of a campaign.
select
    campaign_key as campaign,
    max(campaign_name) as name
from mart_channel_performance
where campaign_key <> 'none'
group by campaign_key
order by campaign nulls last
