{# A number begins again with each year, base and organisation, and two deals may carry it: that the texts are equal is
   not enough. An order fits a deal that was alive around the order's date. #}

with orders as (
    select
        orders.order_key,
        nullif(trim(orders.order_number), '') as order_number,
        orders.ordered_date,
        named_deals.deal_key as named_deal_key,
        customer_records.customer_key
    from {{ ref('int_orders') }} as orders
    left join {{ ref('int_named_deals') }} as named_deals
        on orders.order_key = named_deals.order_key
    left join {{ ref('int_customer_records') }} as customer_records
        on orders.counterparty_record_key = customer_records.record_key
),

deals as (
    select
        leads.lead_key as deal_key,
        trim(leads.order_number) as order_number,
        outcomes.customer_key,
        leads.created_date,
        coalesce(outcomes.won_date, outcomes.lost_date) as ended_date
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as outcomes
        on leads.lead_key = outcomes.deal_key
    where trim(leads.order_number) <> ''
),

-- An order that names its deal by id is that deal's for certain, and of no other deal with its number.
fitting_pair as (
    select
        orders.order_key,
        orders.order_number,
        deals.deal_key,
        orders.named_deal_key is not null as is_named,
        coalesce(
            orders.named_deal_key = deals.deal_key or orders.customer_key = deals.customer_key, false
        ) as is_of_customer
    from orders
    inner join deals
        on orders.order_number = deals.order_number
    where
        coalesce(orders.named_deal_key = deals.deal_key, true)
        and (
            orders.named_deal_key is not null
            or (
                {{ days_between('orders.ordered_date', 'deals.created_date') }} <= {{ var('inferred_link_days') }}
                and coalesce(
                    {{ days_between('deals.ended_date', 'orders.ordered_date') }} <= {{ var('inferred_link_days') }},
                    true
                )
            )
        )
),

counted_pair as (
    select
        order_key,
        order_number,
        deal_key,
        is_named,
        is_of_customer,
        count(*) over (partition by order_key) as deals_of_order,
        count(*) over (partition by deal_key) as orders_of_deal,
        count(case when is_of_customer then 1 end) over (partition by order_key) as customers_deals_of_order,
        count(case when is_of_customer then 1 end) over (partition by deal_key) as customers_orders_of_deal
    from fitting_pair
),

judged_pair as (
    select
        order_key,
        order_number,
        deal_key,
        is_named
        or (deals_of_order = 1 and orders_of_deal = 1)
        or (is_of_customer and customers_deals_of_order = 1 and customers_orders_of_deal = 1) as is_chosen
    from counted_pair
),

weighed_pair as (
    select
        order_key,
        order_number,
        deal_key,
        is_chosen,
        max(case when is_chosen then 1 else 0 end) over (partition by order_key) as has_order_chosen,
        max(case when is_chosen then 1 else 0 end) over (partition by deal_key) as has_deal_chosen
    from judged_pair
)

select
    order_key,
    deal_key,
    order_number,
    is_chosen,
    has_order_chosen = 0 and has_deal_chosen = 0 as is_ambiguous
from weighed_pair
