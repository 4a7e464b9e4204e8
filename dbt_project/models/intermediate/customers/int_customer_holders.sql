with holding as (
    select
        'employee' as kind,
        customer_key,
        employee_key as holder_key,
        cast(date_trunc('month', paid_date) as date) as month_date,
        sum(amount) as amount
    from {{ ref('int_payment_allocations') }}
    group by
        customer_key,
        employee_key,
        date_trunc('month', paid_date)

    union all

    select
        'category' as kind,
        sale.customer_key,
        coalesce(product.category_key, 'none') as holder_key,
        cast(date_trunc('month', sale.sold_date) as date) as month_date,
        sum(sale.net_amount) as amount
    from {{ ref('int_sales_lines') }} as sale
    left join {{ ref('int_products') }} as product
        on sale.product_key = product.product_key
    group by
        sale.customer_key,
        coalesce(product.category_key, 'none'),
        date_trunc('month', sale.sold_date)
),

summed_holding as (
    select
        buyer.month_end_date,
        buyer.customer_key,
        holding.kind,
        holding.holder_key,
        sum(holding.amount) as amount
    from {{ ref('int_customer_windows') }} as buyer
    inner join {{ ref('int_segment_months') }} as segment_month
        on buyer.month_end_date = segment_month.month_end_date
    inner join holding
        on
            buyer.customer_key = holding.customer_key
            and holding.month_date between segment_month.window_start_date and segment_month.month_end_date
    group by
        buyer.month_end_date,
        buyer.customer_key,
        holding.kind,
        holding.holder_key
),

ranked_holding as (
    select
        month_end_date,
        customer_key,
        kind,
        holder_key,
        row_number() over (
            partition by month_end_date, customer_key, kind order by amount desc nulls last, holder_key asc nulls last
        ) as place
    from summed_holding
)

select
    month_end_date,
    customer_key,
    max(case when kind = 'employee' then holder_key end) as employee_key,
    coalesce(max(case when kind = 'category' then holder_key end), 'none') as category_key
from ranked_holding
where place = 1
group by
    month_end_date,
    customer_key
