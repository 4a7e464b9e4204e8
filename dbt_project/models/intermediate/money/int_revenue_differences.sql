{# Both sides of every deal laid over each other in kopecks: the money received, in order of time, fills what was
   booked, then what the orders want beyond it, then what was given back before; the rest is paid too much. #}

with document as (
    select
        order_deals.deal_key,
        sum(orders.amount) as ordered_amount,
        max(case when orders.currency_code <> '{{ var("base_currency") }}' then 1 else 0 end) as is_foreign
    from {{ ref('int_order_deals') }} as order_deals
    inner join {{ ref('int_orders') }} as orders
        on order_deals.order_key = orders.order_key
    where orders.is_active
    group by order_deals.deal_key
),

deal_money as (
    select
        payments.deal_key,
        sum(case when payments.direction = 'in' then payments.amount else 0 end) as received_amount,
        max(case when lines.currency_code <> '{{ var("base_currency") }}' then 1 else 0 end) as is_foreign
    from {{ ref('int_payment_allocations') }} as payments
    inner join {{ ref('int_payments') }} as lines
        on payments.payment_line_key = lines.payment_line_key
    where payments.deal_key is not null and payments.amount is not null
    group by payments.deal_key
),

-- `agreed`: booked, and what the orders want beyond it. A difference of kopecks, or made by a rate, is no change.
booking as (
    select
        deals.deal_key,
        deals.won_date,
        coalesce(deals.customer_key, 'unknown') as customer_key,
        case when deals.won_date is null then 0 else deals.amount end as booked_amount,
        case
            when deals.won_date is null then 0
            else greatest(deals.amount, coalesce(document.ordered_amount, 0))
        end as agreed_amount,
        case
            when document.ordered_amount < deals.amount then deals.amount - document.ordered_amount
            else 0
        end as unordered_amount,
        document.deal_key is null and coalesce(deal_money.received_amount, 0) = 0 as has_no_document,
        case
            when
                abs(document.ordered_amount - deals.amount) <= {{ var('rounding_amount') }}
                or document.is_foreign = 1
                or deal_money.is_foreign = 1
                then 'rounding_or_currency'
            else 'amount_changed'
        end as change_reason,
        coalesce(deal_money.received_amount, 0) as received_amount
    from {{ ref('int_deal_outcomes') }} as deals
    left join document
        on deals.deal_key = document.deal_key
    left join deal_money
        on deals.deal_key = deal_money.deal_key
),

-- Where a line lies on the deal's measure: from what had come before it to what has come with it.
payment as (
    select
        deal_key,
        coalesce(customer_key, 'unknown') as customer_key,
        paid_date,
        direction,
        amount,
        sum(case when direction = 'in' then amount else 0 end) over (
            partition by deal_key
            order by paid_date nulls last, payment_line_key nulls last
            rows between unbounded preceding and current row
        ) as until_amount,
        sum(case when direction = 'refund' then -amount else 0 end) over (
            partition by deal_key
            order by paid_date nulls last, payment_line_key nulls last
            rows between unbounded preceding and current row
        ) as returned_amount
    from {{ ref('int_payment_allocations') }}
    where amount is not null
),

filled as (
    select
        payment.deal_key,
        booking.customer_key,
        booking.won_date,
        booking.change_reason,
        payment.paid_date,
        payment.amount,
        {{ laid_over('payment', '0', 'booking.booked_amount') }} as booked_part,
        {{ laid_over('payment', 'booking.booked_amount', 'booking.agreed_amount') }} as changed_part,
        {{ laid_over(
            'payment', 'booking.agreed_amount', '(booking.agreed_amount + payment.returned_amount)'
        ) }} as again_part
    from payment
    inner join booking
        on payment.deal_key = booking.deal_key
    where payment.direction = 'in'
),

measured as (
    select
        deal_key,
        customer_key,
        won_date,
        change_reason,
        paid_date,
        booked_part,
        changed_part,
        again_part,
        amount - booked_part - changed_part - again_part as more_part,
        sum(amount - booked_part - changed_part - again_part) over (partition by deal_key) as deal_more_amount,
        case when paid_date = won_date then 'none' else 'paid_other_day' end as booked_reason
    from filled
),

missing as (
    select
        deal_key,
        customer_key,
        won_date,
        has_no_document,
        change_reason,
        booked_amount - least(booked_amount, received_amount) as missing_amount,
        case
            when has_no_document then 0
            else least(booked_amount - least(booked_amount, received_amount), unordered_amount)
        end as changed_amount
    from booking
    where booked_amount > received_amount
),

part as (
    {{ revenue_part('measured', 'won_date', 'booked_reason', booked='booked_part') }}
    union all
    {{ revenue_part('measured', 'paid_date', 'booked_reason', paid='booked_part') }}
    union all
    {{ revenue_part('measured', 'paid_date', 'change_reason', paid='changed_part') }}
    union all
    {{ revenue_part('measured', 'paid_date', "'refunded'", paid='again_part') }}
    union all
    {{ revenue_part(
        'measured', 'paid_date', rounded_reason('deal_more_amount', 'overpaid_or_prepaid'), paid='more_part'
    ) }}
    union all
    {{ revenue_part('missing', 'won_date', 'change_reason', booked='changed_amount') }}
    union all
    {{ revenue_part(
        'missing',
        'won_date',
        "case when has_no_document then 'no_document' else "
        ~ rounded_reason('missing_amount - changed_amount', 'not_yet_paid') ~ ' end',
        booked='missing_amount - changed_amount'
    ) }}
    union all
    select
        payment.paid_date as date_day,
        payment.deal_key,
        coalesce(booking.customer_key, payment.customer_key) as customer_key,
        case when payment.direction = 'in' then 'no_deal' else 'refunded' end as reason,
        0 as booked_amount,
        payment.amount as paid_amount
    from payment
    left join booking
        on payment.deal_key = booking.deal_key
    where payment.direction = 'refund' or payment.deal_key is null
)

select
    date_day,
    deal_key,
    customer_key,
    reason,
    cast(sum(booked_amount) as decimal(18, 2)) as booked_amount,
    cast(sum(paid_amount) as decimal(18, 2)) as paid_amount
from part
where booked_amount <> 0 or paid_amount <> 0
group by
    date_day,
    deal_key,
    customer_key,
    reason
