{# The metrics that the mart publishes: what each needs to be known stands in the catalogue (models/metrics). #}
{% set measures = [
    'spend_amount', 'leads_count', 'clean_leads_count', 'deals_won_count', 'revenue_booked_amount', 'revenue_paid_amount',
    'net_amount', 'net_known_cost_amount', 'margin_amount', 'new_customers_count',
    'site_visits_count', 'site_goals_count'
] %}
{# Not every company counts its site: without it a month is complete all the same. #}
{% set of_everybody, of_site = measures[:-2], measures[-2:] %}
{# Every measure stands in its own month: leads by creation, wins by win, money by payment, margin by shipment. #}
{% set won = {'of': ref('int_deal_outcomes'), 'date_day': 'won_date', 'where': 'won_date is not null'} %}
{% set sold = {'of': ref('int_sales_lines'), 'date_day': 'sold_date', 'value': 'net_amount'} %}
{% set first_paid = {'of': ref('int_new_customers'), 'date_day': 'first_payment_date'} %}
{% set of_deals = {
    'leads_count': {'of': ref('int_deal_outcomes'), 'date_day': 'created_date'},
    'clean_leads_count': {'of': ref('int_deal_outcomes'), 'date_day': 'created_date', 'where': "outcome <> 'junk'"},
    'deals_won_count': won,
    'revenue_booked_amount': dict(won, value='amount'),
    'revenue_paid_amount': {'of': ref('int_payment_allocations'), 'date_day': 'paid_date', 'value': 'amount'},
    'net_amount': sold,
    'net_known_cost_amount': dict(sold, where='margin_amount is not null'),
    'margin_amount': dict(sold, value='margin_amount', where='margin_amount is not null'),
    'new_customers_count': dict(first_paid, where='is_new'),
    'unknown_customers_count': dict(first_paid, where='is_new is null'),
} %}
{% set of_channels = {
    'spend_amount': {'of': ref('int_ad_spend'), 'value': 'spend_amount'},
    'spend_gross_amount': {'of': ref('int_ad_spend'), 'value': 'spend_gross_amount'},
    'other_costs_amount': {
        'of': ref('int_other_costs'), 'date_day': 'month_date', 'campaign_key': "'none'", 'value': 'amount'
    },
    'site_visits_count': {'of': ref('int_site_visits'), 'value': 'site_visits_count'},
    'site_goals_count': {'of': ref('int_site_visits'), 'value': 'site_goals_count'},
} %}
{# What a known month may still lack. #}
{% set lacking = {
    'margin_amount': 'cells.lines_count > 0 and cells.known_lines_count = 0',
    'new_customers_count': 'cells.unknown_customers_count > 0',
} %}

with channel_event as (
    {{ by_last_touch(of_deals) }}

    union all

    {{ measure_rows(of_channels, ['date_day', 'channel_key', 'campaign_key']) }}
),

month_cell as (
    select
        date_trunc('month', events.date_day) as month_date,
        events.channel_key,
        events.campaign_key,
        {{ added_each(measures + ['spend_gross_amount', 'other_costs_amount', 'unknown_customers_count'], 'events') }},
        count(case when events.measure = 'net_amount' then 1 end) as lines_count,
        count(case when events.measure = 'margin_amount' then 1 end) as known_lines_count
    from channel_event as events
    cross join {{ ref('int_run') }} as runs
    where events.date_day < runs.as_of_date
    group by
        date_trunc('month', events.date_day),
        events.channel_key,
        events.campaign_key
),

known_month as (
    {{ known_months(measures) }}
),

known_cell as (
    select
        cells.month_date,
        cells.channel_key,
        cells.campaign_key,
        cells.other_costs_amount,
        coalesce({{ knows_all(of_everybody, 'known_month') }}, false) as is_complete,
        case when known_month.knows_spend_amount then cells.spend_gross_amount end as spend_gross_amount,
        case
            when known_month.knows_spend_amount
                then sum(cells.spend_amount) over (partition by cells.month_date, cells.channel_key) <> 0
        end as has_channel_spend,
        case
            when known_month.knows_site_visits_count
                then sum(cells.site_visits_count) over (partition by cells.month_date, cells.channel_key) > 0
        end as has_channel_visits,
        {{ known_cells(measures, 'cells', 'known_month', lacking) }}
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
    cells.spend_amount,
    cast(cells.spend_gross_amount as decimal(18, 2)) as spend_gross_amount,
    cells.has_channel_spend,
    cast(cells.other_costs_amount as decimal(18, 2)) as other_costs_amount,
    {{ columns(of_everybody[1:], 'cells') }},
    {{ cents_ratio(to_cents('nullif(cells.spend_amount, 0)'), 'cells.new_customers_count') }} as cac_amount,
    {{ cents_ratio(
        to_cents('nullif(cells.spend_amount + cells.other_costs_amount, 0)'), 'cells.new_customers_count'
    ) }} as full_cac_amount,
    {{ cents_ratio(
        '(10000 * ' ~ to_cents('cells.margin_amount - cells.spend_amount') ~ ')', to_cents('cells.spend_amount')
    ) }} as romi_pct,
    {{ columns(of_site, 'cells') }},
    cells.has_channel_visits,
    {{ share_pct('cells.clean_leads_count', 'cells.site_visits_count') }} as site_leads_pct,
    cells.is_complete
from known_cell as cells
left join {{ ref('dim_channel') }} as channels
    on cells.channel_key = channels.channel_key
left join {{ ref('dim_campaign') }} as campaigns
    on cells.campaign_key = campaigns.campaign_key
