{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# A sum that lacks a part compares with nothing: a deal or order with money of an unknown rate is left out. #}

with paid_deal as (
    select
        deal_key,
        sum(amount) as paid_amount,
        count(*) - count(amount) as unrated_count
    from {{ ref('int_payment_allocations') }}
    where deal_key is not null
    group by deal_key
),

paid_order as (
    select
        order_key,
        sum(amount) as paid_amount,
        count(*) - count(amount) as unrated_count
    from {{ ref('int_payments') }}
    where
        order_key is not null
        and is_payment_source
    group by order_key
)

select
    'won_deals_paid' as check_name,
    leads.source,
    leads._stream as stream,
    deals.won_date as date_day,
    deals.deal_key as record_key,
    deals.amount as ours,
    coalesce(paid_deal.paid_amount, 0) as theirs
from {{ ref('int_deal_outcomes') }} as deals
inner join {{ ref('int_leads') }} as leads
    on deals.deal_key = leads.lead_key
left join paid_deal
    on deals.deal_key = paid_deal.deal_key
where deals.won_date is not null and coalesce(paid_deal.unrated_count, 0) = 0

union all

select
    'orders_paid' as check_name,
    orders.source,
    orders._stream as stream,
    orders.ordered_date as date_day,
    orders.order_key as record_key,
    coalesce(orders.amount, 0) as ours,
    coalesce(paid_order.paid_amount, 0) as theirs
from {{ ref('int_orders') }} as orders
left join paid_order
    on orders.order_key = paid_order.order_key
where
    orders.is_active
    and orders.ordered_date is not null
    and (orders.amount is not null or orders.original_amount is null)
    and coalesce(paid_order.unrated_count, 0) = 0
