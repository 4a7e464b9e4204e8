{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# What is booked of each deal, what its orders want, and what was received of it. `agreed`: booked, and what the
   orders want beyond it. A difference of kopecks, or made by a rate, is no change. #}

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
        sum(case when payments.direction = 'in' then payments.amount end) as received_amount,
        sum(case when payments.direction = 'in' then 1 else 0 end) as payments_count,
        max(case when lines.currency_code <> '{{ var("base_currency") }}' then 1 else 0 end) as is_foreign
    from {{ ref('int_payment_allocations') }} as payments
    inner join {{ ref('int_payments') }} as lines
        on payments.payment_line_key = lines.payment_line_key
    where payments.deal_key is not null
    group by payments.deal_key
)

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
    document.deal_key is null and coalesce(deal_money.payments_count, 0) = 0 as has_no_document,
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
