{% set row = 'sold_months.product_key' %}
{% set of_clients = ['net_new_client_amount', 'net_current_client_amount'] %}
{% set quarter_ago = "cast(months.demand_month_date - interval '3 month' as date)" %}
{% set half_year_ago = "cast(months.demand_month_date - interval '6 month' as date)" %}
{% set is_recent = 'sold_months.is_complete and sold_months.month_date <= months.demand_month_date'
    ~ ' and sold_months.month_date > ' ~ quarter_ago %}
{% set is_earlier = 'sold_months.is_complete and sold_months.month_date <= ' ~ quarter_ago
    ~ ' and sold_months.month_date > ' ~ half_year_ago %}

with sold_months as (
    select
        months.month_date,
        months.is_complete,
        lines.product_key,
        sum(lines.quantity) as quantity,
        sum(lines.net_amount) as net_amount,
        {{ sum_known('lines.net_amount', 'lines.cost_amount is not null') }} as net_known_cost_amount,
        sum(lines.margin_amount) as margin_amount,
        {{ sum_known('lines.net_amount', "lines.client_status = 'new'") }} as net_new_client_amount,
        {{ sum_known('lines.net_amount', "lines.client_status = 'current'") }} as net_current_client_amount,
        count(distinct lines.document_key) as documents_count,
        count(distinct lines.customer_key) as customers_count,
        count(distinct lines.deal_key) as deals_count
    from {{ ref('fct_sales_line') }} as lines
    inner join {{ ref('int_run') }} as runs
        on lines.sold_date < runs.as_of_date
    inner join {{ ref('int_sales_months') }} as months
        on cast(date_trunc('month', lines.sold_date) as date) = months.month_date
    group by {{ columns(['month_date', 'is_complete'], 'months') }}, lines.product_key
),

-- Rows stay for a year after the last sale. Demand: the last three months that are over, three before; loaded whole.
product_months as (
    select
        months.month_date,
        months.is_complete,
        sold_months.product_key,
        sum(sold_months.net_amount) as window_net_amount,
        {{ sum_known('sold_months.net_amount', is_recent) }} as recent_net_amount,
        {{ sum_known('sold_months.net_amount', is_earlier) }} as earlier_net_amount
    from sold_months
    inner join {{ ref('int_sales_months') }} as months
        on
            sold_months.month_date <= months.month_date
            and sold_months.month_date > cast(
                months.month_date - interval '{{ var("product_window_months") }} month' as date
            )
    group by {{ columns(['month_date', 'is_complete'], 'months') }}, sold_months.product_key
),

demand_days as (
    select
        months.month_date,
        sum(case when past_months.month_date > {{ quarter_ago }} then past_months.working_days_count else 0 end)
            as recent_days,
        sum(case when past_months.month_date <= {{ quarter_ago }} then past_months.working_days_count else 0 end)
            as earlier_days
    from {{ ref('int_sales_months') }} as months
    inner join {{ ref('int_sales_months') }} as past_months
        on
            past_months.is_complete
            and months.demand_month_date >= past_months.month_date
            and past_months.month_date > {{ half_year_ago }}
    group by months.month_date
),

ranked_products as (
    select
        {{ columns(['month_date', 'is_complete', 'product_key', 'window_net_amount'], 'product_months') }},
        case when demand_days.recent_days > 0 then product_months.recent_net_amount end as recent_net_amount,
        case when demand_days.earlier_days > 0 then product_months.earlier_net_amount end as earlier_net_amount,
        coalesce(demand_days.recent_days, 0) as recent_days,
        coalesce(demand_days.earlier_days, 0) as earlier_days,
        coalesce(sum(greatest(product_months.window_net_amount, 0)) over (
            partition by product_months.month_date
            order by product_months.window_net_amount desc nulls last, product_months.product_key asc nulls last
            rows between unbounded preceding and 1 preceding
        ), 0) as amount_before,
        sum(greatest(product_months.window_net_amount, 0)) over (partition by product_months.month_date) as whole_amount
    from product_months
    left join demand_days
        on product_months.month_date = demand_days.month_date
)

select
    ranked.month_date,
    ranked.product_key,
    coalesce(products.product_name, ranked.product_key) as product_name,
    products.category_name,
    {{ known_sum('ranked.is_complete', 'sold_months.quantity', 'decimal(18, 3)') }} as quantity,
    {{ known_sums('ranked.is_complete', 'sold_months', ['net_amount', 'net_known_cost_amount'], row) }},
    case when ranked.is_complete then cast(sold_months.margin_amount as decimal(18, 2)) end as margin_amount,
    {{ known_sums(known_payments('ranked.is_complete'), 'sold_months', of_clients, row) }},
    {{ known_sums('ranked.is_complete', 'sold_months', ['documents_count', 'customers_count']) }},
    {{ known_sum(known_deals('ranked.is_complete'), 'sold_months.deals_count', 'bigint') }} as deals_count,
    cast(ranked.recent_net_amount as decimal(18, 2)) as recent_net_amount,
    cast(ranked.recent_days as bigint) as recent_working_days_count,
    cast(ranked.earlier_net_amount as decimal(18, 2)) as earlier_net_amount,
    cast(ranked.earlier_days as bigint) as earlier_working_days_count,
    case
        when ranked.earlier_net_amount > 0
            then
                cast(ranked.recent_net_amount as double) * ranked.earlier_days
                / nullif(cast(ranked.earlier_net_amount as double) * ranked.recent_days, 0)
    end as demand_ratio,
    cast(ranked.window_net_amount as decimal(18, 2)) as window_net_amount,
    case
        when ranked.window_net_amount <= 0 then 'C'
        else {{ abc_class('ranked.amount_before', 'ranked.whole_amount') }}
    end as abc_class,
    cast(null as double) as stock_days,
    ranked.is_complete
from ranked_products as ranked
left join sold_months
    on {{ same_in(['month_date', 'product_key'], 'ranked', 'sold_months') }}
left join {{ ref('dim_product') }} as products
    on ranked.product_key = products.product_key
