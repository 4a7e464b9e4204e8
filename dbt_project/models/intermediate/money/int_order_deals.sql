with orders as (
    select
        order_key,
        nullif(trim(deal_id_attribute), '') as deal_id,
        nullif(trim(order_number), '') as order_number
    from {{ ref('int_orders') }}
),

deals_by_id as (
    select
        source_record_id as deal_id,
        min(lead_key) as deal_key
    from {{ ref('int_leads') }}
    group by source_record_id
    having count(*) = 1
),

deals_by_order_number as (
    select
        trim(order_number) as order_number,
        min(lead_key) as deal_key
    from {{ ref('int_leads') }}
    where trim(order_number) <> ''
    group by trim(order_number)
    having count(*) = 1
)

select
    orders.order_key,
    coalesce(deals_by_id.deal_key, deals_by_order_number.deal_key) as deal_key,
    case when deals_by_id.deal_key is not null then 'deal_id' else 'order_number' end as link_method
from orders
left join deals_by_id
    on orders.deal_id = deals_by_id.deal_id
left join deals_by_order_number
    on orders.order_number = deals_by_order_number.order_number
where deals_by_id.deal_key is not null or deals_by_order_number.deal_key is not null
