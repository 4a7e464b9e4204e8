{%- set measures = [
    'leads_count', 'clean_leads_count', 'deals_won_count', 'revenue_booked_amount', 'revenue_paid_amount', 'net_amount',
    'net_known_cost_amount', 'margin_amount'
] -%}
with days as (
    select
        coverage.date_day,
        {{ knows_each(measures, 'coverage') }},
        sum(case when coverage.is_complete then 1 else 0 end) = {{ measures | length }} as is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where coverage.metric in ({{ quoted(measures) }}) and coverage.date_day < runs.as_of_date
    group by coverage.date_day
),

-- A lead and its deal have a region of their own; money is where its customer is.
facts as (
    select
        created_date as date_day,
        region_key,
        client_status,
        1 as leads_count,
        case when is_clean then 1 else 0 end as clean_leads_count,
        0 as deals_won_count,
        0 as revenue_booked_amount,
        0 as revenue_paid_amount,
        0 as net_amount,
        0 as net_known_cost_amount,
        0 as margin_amount
    from {{ ref('fct_lead') }}

    union all

    select
        won_date as date_day,
        region_key,
        client_status,
        0 as leads_count,
        0 as clean_leads_count,
        1 as deals_won_count,
        amount as revenue_booked_amount,
        0 as revenue_paid_amount,
        0 as net_amount,
        0 as net_known_cost_amount,
        0 as margin_amount
    from {{ ref('fct_deal') }}
    where is_won

    union all

    select
        payments.paid_date as date_day,
        coalesce(customers.region_key, 'unknown') as region_key,
        payments.client_status,
        0 as leads_count,
        0 as clean_leads_count,
        0 as deals_won_count,
        0 as revenue_booked_amount,
        payments.amount as revenue_paid_amount,
        0 as net_amount,
        0 as net_known_cost_amount,
        0 as margin_amount
    from {{ ref('fct_payment') }} as payments
    left join {{ ref('dim_customer') }} as customers
        on payments.customer_key = customers.customer_key

    union all

    select
        lines.sold_date as date_day,
        coalesce(customers.region_key, 'unknown') as region_key,
        lines.client_status,
        0 as leads_count,
        0 as clean_leads_count,
        0 as deals_won_count,
        0 as revenue_booked_amount,
        0 as revenue_paid_amount,
        lines.net_amount,
        case when lines.cost_amount is not null then lines.net_amount else 0 end as net_known_cost_amount,
        coalesce(lines.margin_amount, 0) as margin_amount
    from {{ ref('fct_sales_line') }} as lines
    left join {{ ref('dim_customer') }} as customers
        on lines.customer_key = customers.customer_key

    union all

    -- A day that is not loaded whole has a row, so that nobody takes it for a quiet one.
    select
        date_day,
        'unknown' as region_key,
        'unknown' as client_status,
        0 as leads_count,
        0 as clean_leads_count,
        0 as deals_won_count,
        0 as revenue_booked_amount,
        0 as revenue_paid_amount,
        0 as net_amount,
        0 as net_known_cost_amount,
        0 as margin_amount
    from days
    where not is_complete
)

select
    days.date_day,
    facts.region_key,
    facts.client_status,
    coalesce(regions.region_name, facts.region_key) as region_name,
    {{ known_sum('days.knows_leads_count', 'sum(facts.leads_count)', 'bigint') }} as leads_count,
    {{ known_sum('days.knows_clean_leads_count', 'sum(facts.clean_leads_count)', 'bigint') }}
        as clean_leads_count,
    {{ known_sum('days.knows_deals_won_count', 'sum(facts.deals_won_count)', 'bigint') }} as deals_won_count,
    {{ known_sum('days.knows_revenue_booked_amount', 'sum(facts.revenue_booked_amount)', 'decimal(18, 2)') }}
        as revenue_booked_amount,
    {{ known_sum('days.knows_revenue_paid_amount', 'sum(facts.revenue_paid_amount)', 'decimal(18, 2)') }}
        as revenue_paid_amount,
    {{ known_sum('days.knows_net_amount', 'sum(facts.net_amount)', 'decimal(18, 2)') }} as net_amount,
    {{ known_sum('days.knows_net_known_cost_amount', 'sum(facts.net_known_cost_amount)', 'decimal(18, 2)') }}
        as net_known_cost_amount,
    {{ known_sum('days.knows_margin_amount', 'sum(facts.margin_amount)', 'decimal(18, 2)') }} as margin_amount,
    days.is_complete
from facts
inner join days
    on facts.date_day = days.date_day
left join {{ ref('dim_region') }} as regions
    on facts.region_key = regions.region_key
group by
    days.date_day,
    facts.region_key,
    facts.client_status,
    coalesce(regions.region_name, facts.region_key),
    days.knows_leads_count,
    days.knows_clean_leads_count,
    days.knows_deals_won_count,
    days.knows_revenue_booked_amount,
    days.knows_revenue_paid_amount,
    days.knows_net_amount,
    days.knows_net_known_cost_amount,
    days.knows_margin_amount,
    days.is_complete
