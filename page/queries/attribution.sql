-- What a channel is credited with in a month by each model, and what it cost; null where it is not known.
select
    month_date as month,
    channel_key as channel,
    attribution_model as model,
    sum(spend_amount) as cost_amount,
    cast(sum(deals_won_credit) as double) as credit,
    sum(revenue_booked_amount) as booked_amount,
    sum(revenue_paid_amount) as paid_amount
from mart_attribution
group by
    month_date,
    channel_key,
    attribution_model
order by
    month nulls last,
    channel nulls last,
    model nulls last
