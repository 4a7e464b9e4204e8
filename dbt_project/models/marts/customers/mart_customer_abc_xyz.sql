with ranked_customer as (
    select
        month_end_date,
        customer_key,
        months_known_count as months_count,
        purchases_count,
        purchases_count - 1 as gaps_count,
        last_purchase_date,
        gap_days,
        gap_days_squared,
        cents,
        cents_squared,
        sum(cents) over (partition by month_end_date) as all_cents,
        coalesce(sum(cents) over (
            partition by month_end_date
            order by cents desc nulls last, customer_key asc nulls last
            rows between unbounded preceding and 1 preceding
        ), 0) as cents_before
    from {{ ref('int_customer_windows') }}
),

-- Before three months are known, a revenue that comes every month cannot be told from one that came once.
classed_customer as (
    select
        month_end_date,
        customer_key,
        purchases_count,
        last_purchase_date,
        cast(cents * cast(0.01 as decimal(3, 2)) as decimal(18, 2)) as paid_amount,
        {{ abc_class('cents_before', 'all_cents') }} as abc,
        case
            when purchases_count = 1 then 'Z'
            when
                purchases_count >= {{ var('x_min_purchases') }}
                and {{ varies_at_most('gaps_count', 'gap_days', 'gap_days_squared', var('x_gap_variation')) }}
                then 'X'
            else 'Y'
        end as xyz_by_purchases,
        case
            when months_count < 3 or cents is null then null
            when {{ varies_at_most('months_count', 'cents', 'cents_squared', var('x_revenue_variation')) }} then 'X'
            when {{ varies_at_most('months_count', 'cents', 'cents_squared', var('y_revenue_variation')) }} then 'Y'
            else 'Z'
        end as xyz_by_revenue,
        case
            when purchases_count > 2 then {{ variation_pct('gaps_count', 'gap_days', 'gap_days_squared') }}
        end as gap_variation_pct,
        case
            when months_count >= 3 then {{ variation_pct('months_count', 'cents', 'cents_squared') }}
        end as revenue_variation_pct
    from ranked_customer
)

select
    classed_customer.month_end_date,
    segment_month.previous_month_end_date,
    segment_month.next_month_end_date,
    classed_customer.customer_key,
    classed_customer.abc,
    classed_customer.xyz_by_{{ var('xyz_rule') }} as xyz,
    classed_customer.xyz_by_purchases,
    classed_customer.xyz_by_revenue,
    classed_customer.abc || coalesce(classed_customer.xyz_by_{{ var('xyz_rule') }}, '') as segment,
    advice.advice_ru,
    advice.advice_en,
    classed_customer.purchases_count,
    classed_customer.last_purchase_date,
    classed_customer.paid_amount,
    classed_customer.gap_variation_pct,
    classed_customer.revenue_variation_pct,
    holder.category_key,
    holder.employee_key
from classed_customer
inner join {{ ref('int_segment_months') }} as segment_month
    on classed_customer.month_end_date = segment_month.month_end_date
inner join {{ ref('int_customer_holders') }} as holder
    on
        classed_customer.month_end_date = holder.month_end_date
        and classed_customer.customer_key = holder.customer_key
left join {{ ref('int_segment_advice') }} as advice
    on classed_customer.abc || classed_customer.xyz_by_{{ var('xyz_rule') }} = advice.segment
