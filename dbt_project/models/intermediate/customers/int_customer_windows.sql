with paid_month as (
    select
        customer_key,
        cast(date_trunc('month', paid_date) as date) as month_date,
        {{ to_cents('sum(amount)') }} as cents
    from {{ ref('int_payment_allocations') }}
    where customer_key is not null
    group by
        customer_key,
        date_trunc('month', paid_date)
),

paying_customer as (
    select
        segment_month.month_end_date,
        paid_month.customer_key,
        sum(paid_month.cents) as cents,
        sum({{ wide('paid_month.cents') }} * {{ wide('paid_month.cents') }}) as cents_squared
    from {{ ref('int_segment_months') }} as segment_month
    inner join paid_month
        on paid_month.month_date between segment_month.window_start_date and segment_month.month_end_date
    where segment_month.is_segmented
    group by
        segment_month.month_end_date,
        paid_month.customer_key
),

-- A gap lies in the window with both of its purchases.
buying_customer as (
    select
        segment_month.month_end_date,
        segment_month.months_known_count,
        purchase.customer_key,
        count(*) as purchases_count,
        max(purchase.purchase_date) as last_purchase_date,
        sum(
            case when purchase.previous_purchase_date >= segment_month.window_start_date then purchase.gap_days end
        ) as gap_days,
        sum(
            case
                when purchase.previous_purchase_date >= segment_month.window_start_date
                    then purchase.gap_days * purchase.gap_days
            end
        ) as gap_days_squared
    from {{ ref('int_segment_months') }} as segment_month
    inner join {{ ref('int_customer_purchases') }} as purchase
        on purchase.purchase_date between segment_month.window_start_date and segment_month.month_end_date
    where segment_month.is_segmented
    group by
        segment_month.month_end_date,
        segment_month.months_known_count,
        purchase.customer_key
)

select
    buyer.month_end_date,
    buyer.customer_key,
    buyer.months_known_count,
    cast(buyer.purchases_count as bigint) as purchases_count,
    buyer.last_purchase_date,
    cast(buyer.gap_days as bigint) as gap_days,
    cast(buyer.gap_days_squared as bigint) as gap_days_squared,
    cast(payer.cents as bigint) as cents,
    {{ wide('payer.cents_squared') }} as cents_squared
from buying_customer as buyer
inner join paying_customer as payer
    on
        buyer.month_end_date = payer.month_end_date
        and buyer.customer_key = payer.customer_key
