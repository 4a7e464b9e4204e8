-- What a channel and campaign cost and brought in a month, by the last touch; null where it is not known.
select
    month_date as month,
    channel_key as channel,
    case when campaign_key <> 'none' then campaign_key end as campaign,
    cast(has_channel_spend as integer) as has_spend,
    spend_amount,
    other_costs_amount,
    clean_leads_count,
    deals_won_count,
    revenue_paid_amount,
    margin_amount,
    net_amount,
    net_known_cost_amount,
    new_customers_count
from mart_channel_performance
where attribution_model = 'last_touch'
order by
    month nulls last,
    channel nulls last,
    campaign nulls last
