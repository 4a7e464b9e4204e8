{# The days on which customers bought. A refund takes back the newest payment of its order before it; what the running
   balance never falls below again is kept. Money without a rate is balanced in its own currency, and worth nothing anybody knows. #}
{% set pile = ['customer_key', 'order_key', 'unrated_currency'] %}

with customer_line as (
    select
        customer_key,
        paid_date,
        direction,
        coalesce(amount, original_amount) as amount,
        coalesce(order_key, 'none') as order_key,
        case when amount is null then currency_code else 'none' end as unrated_currency,
        row_number() over (
            partition by customer_key, order_key
            order by paid_at nulls last, direction nulls last, payment_line_key nulls last
        ) as line_number
    from {{ ref('int_payment_allocations') }}
    where customer_key is not null
),

balanced_line as (
    select
        {{ columns(pile) }},
        paid_date,
        direction,
        amount,
        line_number,
        sum(amount) over (
            partition by {{ columns(pile) }} order by line_number nulls last rows unbounded preceding
        ) as balance
    from customer_line
),

kept_line as (
    select
        customer_key,
        paid_date,
        unrated_currency,
        least(
            amount,
            min(balance) over (
                partition by {{ columns(pile) }}
                order by line_number nulls last
                rows between current row and unbounded following
            ) - balance + amount
        ) as kept_amount,
        direction
    from balanced_line
),

purchase as (
    select
        customer_key,
        paid_date as purchase_date,
        cast(sum(case when unrated_currency = 'none' then kept_amount end) as decimal(18, 2)) as purchase_amount
    from kept_line
    where direction = 'in' and kept_amount > 0
    group by
        customer_key,
        paid_date
)

select
    customer_key,
    purchase_date,
    purchase_amount,
    cast(
        row_number() over (partition by customer_key order by purchase_date nulls last) as bigint
    ) as purchase_number,
    lag(purchase_date) over (partition by customer_key order by purchase_date nulls last) as previous_purchase_date,
    {{ days_between(
        'lag(purchase_date) over (partition by customer_key order by purchase_date nulls last)', 'purchase_date'
    ) }} as gap_days
from purchase
