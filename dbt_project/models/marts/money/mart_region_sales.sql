{# A lead and its deal have a region of their own; money is where its customer is. #}
{%- set measures = {
    'leads_count': {'of': ref('fct_lead'), 'date_day': 'created_date'},
    'clean_leads_count': {'of': ref('fct_lead'), 'date_day': 'created_date', 'where': 'is_clean'},
    'deals_won_count': {'of': ref('fct_deal'), 'date_day': 'won_date', 'where': 'is_won'},
    'revenue_booked_amount': {'of': ref('fct_deal'), 'date_day': 'won_date', 'value': 'amount', 'where': 'is_won'},
    'revenue_paid_amount': {'of': 'payment', 'value': 'amount'},
    'net_amount': {'of': 'sold_line', 'value': 'net_amount'},
    'net_known_cost_amount': {'of': 'sold_line', 'value': 'net_amount', 'where': 'cost_amount is not null'},
    'margin_amount': {'of': 'sold_line', 'value': 'margin_amount', 'where': 'margin_amount is not null'},
} -%}
with days as (
    select
        coverage.date_day,
        {{ knows_each(measures, 'coverage') }},
        sum(case when coverage.is_complete then 1 else 0 end) = {{ measures | length }} as is_complete,
        {{ begun_by('coverage') }} as is_begun
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where coverage.metric in ({{ quoted(measures) }}) and coverage.date_day < runs.as_of_date
    group by coverage.date_day
),

payment as (
    select
        payments.paid_date as date_day,
        coalesce(customers.region_key, 'unknown') as region_key,
        payments.client_status,
        payments.amount
    from {{ ref('fct_payment') }} as payments
    left join {{ ref('dim_customer') }} as customers
        on payments.customer_key = customers.customer_key
),

sold_line as (
    select
        lines.sold_date as date_day,
        coalesce(customers.region_key, 'unknown') as region_key,
        lines.client_status,
        lines.net_amount,
        lines.cost_amount,
        lines.margin_amount
    from {{ ref('fct_sales_line') }} as lines
    left join {{ ref('dim_customer') }} as customers
        on lines.customer_key = customers.customer_key
),

facts as (
    {{ measure_rows(measures, ['date_day', 'region_key', 'client_status']) }}

    union all

    -- A day that is not loaded whole has a row, so that nobody takes it for a quiet one.
    select
        date_day,
        'unknown' as region_key,
        'unknown' as client_status,
        'none' as measure,
        0 as measured
    from days
    where not is_complete and is_begun
),

cells as (
    select
        facts.date_day,
        facts.region_key,
        facts.client_status,
        {{ added_each(measures, 'facts') }}
    from facts
    group by
        facts.date_day,
        facts.region_key,
        facts.client_status
)

select
    cells.date_day,
    cells.region_key,
    cells.client_status,
    coalesce(regions.region_name, cells.region_key) as region_name,
    {{ known_cells(measures, 'cells', 'days') }},
    days.is_complete
from cells
inner join days
    on cells.date_day = days.date_day
left join {{ ref('dim_region') }} as regions
    on cells.region_key = regions.region_key
