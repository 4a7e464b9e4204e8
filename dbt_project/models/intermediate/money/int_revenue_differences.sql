{# Both sides of every deal laid over each other in kopecks: the money received, in order of time, fills what was
   booked, then what the orders want beyond it, then what was given back before; the rest is paid too much. #}

{% set deal = ['deal_key', 'customer_key', 'won_date', 'change_reason'] %}
{% set part = ['date_day', 'deal_key', 'customer_key', 'reason'] %}

-- Where a line lies on the deal's measure: from what had come before it to what has come with it.
with payment as (
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
    inner join {{ ref('int_deal_bookings') }} as booking
        on payment.deal_key = booking.deal_key
    where payment.direction = 'in'
),

measured as (
    select
        {{ columns(deal) }},
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
        {{ columns(deal) }},
        has_no_document,
        booked_amount - least(booked_amount, received_amount) as missing_amount,
        case
            when has_no_document then 0
            else least(booked_amount - least(booked_amount, received_amount), unordered_amount)
        end as changed_amount
    from {{ ref('int_deal_bookings') }}
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
    left join {{ ref('int_deal_bookings') }} as booking
        on payment.deal_key = booking.deal_key
    where payment.direction = 'refund' or payment.deal_key is null
)

select
    {{ columns(part) }},
    cast(sum(booked_amount) as decimal(18, 2)) as booked_amount,
    cast(sum(paid_amount) as decimal(18, 2)) as paid_amount
from part
where booked_amount <> 0 or paid_amount <> 0
group by {{ columns(part) }}
