{# The metrics that the mart publishes: what each needs to be known stands in the catalogue (models/metrics). #}
{% set measures = [
    'spend_amount',
    'leads_count',
    'clean_leads_count',
    'deals_won_count',
    'revenue_booked_amount',
    'revenue_paid_amount',
    'net_amount',
    'net_known_cost_amount',
    'margin_amount',
    'new_customers_count'
] %}

{# Every measure stands in its own month: leads by creation, wins by win, money by payment, margin by shipment. #}

with deal_event as (
    select
        created_date as date_day,
        deal_key,
        'leads' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}

    union all

    select
        created_date as date_day,
        deal_key,
        'clean_leads' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where outcome <> 'junk'

    union all

    select
        won_date as date_day,
        deal_key,
        'deals_won' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where won_date is not null

    union all

    select
        won_date as date_day,
        deal_key,
        'booked' as measure,
        amount as measured
    from {{ ref('int_deal_outcomes') }}
    where won_date is not null

    union all

    select
        paid_date as date_day,
        deal_key,
        'paid' as measure,
        amount as measured
    from {{ ref('int_payment_allocations') }}

    union all

    select
        sold_date as date_day,
        deal_key,
        'net' as measure,
        net_amount as measured
    from {{ ref('int_sales_lines') }}

    union all

    select
        sold_date as date_day,
        deal_key,
        'net_known_cost' as measure,
        net_amount as measured
    from {{ ref('int_sales_lines') }}
    where margin_amount is not null

    union all

    select
        sold_date as date_day,
        deal_key,
        'margin' as measure,
        margin_amount as measured
    from {{ ref('int_sales_lines') }}
    where margin_amount is not null

    union all

    select
        first_payment_date as date_day,
        deal_key,
        case when is_new then 'new_customers' else 'unknown_customers' end as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_new_customers') }}
    where coalesce(is_new, true)
),

channel_event as (
    select
        deal_event.date_day,
        coalesce(touches.channel_key, 'unlinked') as channel_key,
        coalesce(touches.campaign_key, 'none') as campaign_key,
        deal_event.measure,
        deal_event.measured
    from deal_event
    left join {{ ref('int_last_touches') }} as touches
        on deal_event.deal_key = touches.lead_key

    union all

    select
        date_day,
        channel_key,
        campaign_key,
        'spend' as measure,
        spend_amount as measured
    from {{ ref('int_ad_spend') }}

    union all

    select
        date_day,
        channel_key,
        campaign_key,
        'spend_gross' as measure,
        spend_gross_amount as measured
    from {{ ref('int_ad_spend') }}

    union all

    select
        month_date as date_day,
        channel_key,
        'none' as campaign_key,
        'other_costs' as measure,
        amount as measured
    from {{ ref('int_other_costs') }}
),

month_cell as (
    select
        date_trunc('month', events.date_day) as month_date,
        events.channel_key,
        events.campaign_key,
        sum(case when events.measure = 'spend' then events.measured else 0 end) as spend_amount,
        sum(case when events.measure = 'spend_gross' then events.measured else 0 end) as spend_gross_amount,
        sum(case when events.measure = 'other_costs' then events.measured else 0 end) as other_costs_amount,
        sum(case when events.measure = 'leads' then events.measured else 0 end) as leads_count,
        sum(case when events.measure = 'clean_leads' then events.measured else 0 end) as clean_leads_count,
        sum(case when events.measure = 'deals_won' then events.measured else 0 end) as deals_won_count,
        sum(case when events.measure = 'booked' then events.measured else 0 end) as revenue_booked_amount,
        sum(case when events.measure = 'paid' then events.measured else 0 end) as revenue_paid_amount,
        sum(case when events.measure = 'net' then events.measured else 0 end) as net_amount,
        sum(case when events.measure = 'net_known_cost' then events.measured else 0 end) as net_known_cost_amount,
        sum(case when events.measure = 'margin' then events.measured else 0 end) as margin_amount,
        sum(case when events.measure = 'net' then 1 else 0 end) as lines_count,
        sum(case when events.measure = 'margin' then 1 else 0 end) as known_lines_count,
        sum(case when events.measure = 'new_customers' then 1 else 0 end) as new_customers_count,
        sum(case when events.measure = 'unknown_customers' then 1 else 0 end) as unknown_customers_count
    from channel_event as events
    cross join {{ ref('int_run') }} as runs
    where events.date_day < runs.as_of_date
    group by
        date_trunc('month', events.date_day),
        events.channel_key,
        events.campaign_key
),

-- A month is known when all its days up to the last complete one are loaded.
month_length as (
    select
        date_trunc('month', calendar.date_day) as month_date,
        count(*) as days_count
    from {{ ref('int_date') }} as calendar
    inner join {{ ref('int_run') }} as runs
        on calendar.date_day < runs.as_of_date
    group by date_trunc('month', calendar.date_day)
),

loaded_days as (
    select
        date_trunc('month', coverage.date_day) as month_date,
        coverage.metric,
        count(*) as days_count
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.is_complete
    group by
        date_trunc('month', coverage.date_day),
        coverage.metric
),

metric_month as (
    select
        loaded_days.month_date,
        loaded_days.metric,
        true as is_complete
    from loaded_days
    inner join month_length
        on
            loaded_days.month_date = month_length.month_date
            and loaded_days.days_count = month_length.days_count
),

known_month as (
    select
        metric_month.month_date,
        {{ knows_each(measures, 'metric_month') }}
    from metric_month
    group by metric_month.month_date
),

known_cell as (
    select
        cells.month_date,
        cells.channel_key,
        cells.campaign_key,
        coalesce({{ knows_all(measures, 'known_month') }}, false) as is_complete,
        case when known_month.knows_spend_amount then cells.spend_amount end as spend_amount,
        case when known_month.knows_spend_amount then cells.spend_gross_amount end as spend_gross_amount,
        case
            when known_month.knows_spend_amount
                then sum(cells.spend_amount) over (partition by cells.month_date, cells.channel_key) <> 0
        end as has_channel_spend,
        cells.other_costs_amount,
        case when known_month.knows_leads_count then cells.leads_count end as leads_count,
        case when known_month.knows_clean_leads_count then cells.clean_leads_count end as clean_leads_count,
        case when known_month.knows_deals_won_count then cells.deals_won_count end as deals_won_count,
        case when known_month.knows_revenue_booked_amount then cells.revenue_booked_amount end as revenue_booked_amount,
        case when known_month.knows_revenue_paid_amount then cells.revenue_paid_amount end as revenue_paid_amount,
        case when known_month.knows_net_amount then cells.net_amount end as net_amount,
        case when known_month.knows_net_known_cost_amount then cells.net_known_cost_amount end as net_known_cost_amount,
        case
            when known_month.knows_margin_amount and (cells.lines_count = 0 or cells.known_lines_count > 0)
                then cells.margin_amount
        end as margin_amount,
        case
            when known_month.knows_new_customers_count and cells.unknown_customers_count = 0
                then cells.new_customers_count
        end as new_customers_count
    from month_cell as cells
    left join known_month
        on cells.month_date = known_month.month_date
)

select
    cast(cells.month_date as date) as month_date,
    cells.channel_key,
    cells.campaign_key,
    'last_touch' as attribution_model,
    coalesce(channels.channel_name, cells.channel_key) as channel_name,
    coalesce(campaigns.campaign_name, cells.campaign_key) as campaign_name,
    cast(cells.spend_amount as decimal(18, 2)) as spend_amount,
    cast(cells.spend_gross_amount as decimal(18, 2)) as spend_gross_amount,
    cells.has_channel_spend,
    cast(cells.other_costs_amount as decimal(18, 2)) as other_costs_amount,
    cast(cells.leads_count as bigint) as leads_count,
    cast(cells.clean_leads_count as bigint) as clean_leads_count,
    cast(cells.deals_won_count as bigint) as deals_won_count,
    cast(cells.revenue_booked_amount as decimal(18, 2)) as revenue_booked_amount,
    cast(cells.revenue_paid_amount as decimal(18, 2)) as revenue_paid_amount,
    cast(cells.net_amount as decimal(18, 2)) as net_amount,
    cast(cells.net_known_cost_amount as decimal(18, 2)) as net_known_cost_amount,
    cast(cells.margin_amount as decimal(18, 2)) as margin_amount,
    cast(cells.new_customers_count as bigint) as new_customers_count,
    {{ cents_ratio(to_cents('nullif(cells.spend_amount, 0)'), 'cells.new_customers_count') }} as cac_amount,
    {{ cents_ratio(
        to_cents('nullif(cells.spend_amount + cells.other_costs_amount, 0)'), 'cells.new_customers_count'
    ) }} as full_cac_amount,
    {{ cents_ratio(
        '(10000 * ' ~ to_cents('cells.margin_amount - cells.spend_amount') ~ ')', to_cents('cells.spend_amount')
    ) }} as romi_pct,
    cells.is_complete
from known_cell as cells
left join {{ ref('dim_channel') }} as channels
    on cells.channel_key = channels.channel_key
left join {{ ref('dim_campaign') }} as campaigns
    on cells.campaign_key = campaigns.campaign_key
