{# What each credit is a part of: wins by won date, money by its own date, of deals and of no deal. #}
{% set won = {'of': ref('int_deal_outcomes'), 'date_day': 'won_date', 'where': 'won_date is not null'} %}
{% set credited_measures = {
    'won': won,
    'booked': dict(won, value='amount'),
    'paid': {'of': ref('int_payment_allocations'), 'date_day': 'paid_date', 'value': 'amount'},
} %}
{% set cell = ['month_date', 'attribution_model', 'channel_key', 'campaign_key'] %}

with won_deals as (
    {{ measure_rows(credited_measures, ['date_day', 'deal_key']) }}
),

complete_days as (
    select
        won_deals.deal_key,
        cast(date_trunc('month', won_deals.date_day) as date) as month_date,
        won_deals.measure,
        won_deals.measured
    from won_deals
    cross join {{ ref('int_run') }} as runs
    where won_deals.date_day < runs.as_of_date
),

models as (
    {{ attribution_models() }}
),

-- What a month knows, mart_channel_performance says.
known_months as (
    select
        month_date,
        count(deals_won_count) > 0 as knows_won,
        count(revenue_booked_amount) > 0 as knows_booked,
        count(revenue_paid_amount) > 0 as knows_paid,
        count(spend_amount) > 0 as knows_spend
    from {{ ref('mart_channel_performance') }}
    group by month_date
),

-- Rounding the running total of a sum makes its parts add up to it exactly.
credited as (
    select
        days.month_date,
        credits.attribution_model,
        credits.channel_key,
        credits.campaign_key,
        days.measure,
        case when days.measure = 'won' then credits.credit else 0 end as credit,
        case
            when days.measure <> 'won'
                then
                    round(days.measured * (credits.credit_before + credits.credit), 2)
                    - round(days.measured * credits.credit_before, 2)
        end as amount
    from complete_days as days
    inner join {{ ref('bdg_deal_touchpoint_credit') }} as credits
        on days.deal_key = credits.deal_key
    union all
    select
        days.month_date,
        models.attribution_model,
        'unlinked' as channel_key,
        'none' as campaign_key,
        days.measure,
        0 as credit,
        days.measured as amount
    from complete_days as days
    cross join models
    where days.deal_key is null
    union all
    -- Spend stays on its own line in every model.
    select
        performance.month_date,
        models.attribution_model,
        performance.channel_key,
        performance.campaign_key,
        'spend' as measure,
        0 as credit,
        performance.spend_amount as amount
    from {{ ref('mart_channel_performance') }} as performance
    inner join known_months as known
        on performance.month_date = known.month_date
    cross join models
    where known.knows_spend and coalesce(performance.spend_amount, 1) <> 0
),

cells as (
    select
        {{ columns(cell) }},
        sum(credit) as deals_won_credit,
        sum(case when measure = 'booked' then amount else 0 end) as revenue_booked_amount,
        {{ sum_known('amount', "measure = 'paid'") }} as revenue_paid_amount,
        {{ sum_known('amount', "measure = 'spend'") }} as spend_amount
    from credited
    group by {{ columns(cell) }}
)

select
    cells.month_date,
    cells.attribution_model,
    cells.channel_key,
    coalesce(channels.channel_name, cells.channel_key) as channel_name,
    cells.campaign_key,
    coalesce(campaigns.campaign_name, cells.campaign_key) as campaign_name,
    cast(case when known.knows_won then cells.deals_won_credit end as decimal(18, 6)) as deals_won_credit,
    cast(case when known.knows_booked then cells.revenue_booked_amount end as decimal(18, 2))
        as revenue_booked_amount,
    cast(case when known.knows_paid then cells.revenue_paid_amount end as decimal(18, 2)) as revenue_paid_amount,
    cast(case when known.knows_spend then cells.spend_amount end as decimal(18, 2)) as spend_amount
from cells
inner join known_months as known
    on cells.month_date = known.month_date
left join {{ ref('dim_channel') }} as channels
    on cells.channel_key = channels.channel_key
left join {{ ref('dim_campaign') }} as campaigns
    on cells.campaign_key = campaigns.campaign_key
