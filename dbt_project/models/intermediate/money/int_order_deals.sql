select
    orders.order_key,
    coalesce(named_deals.deal_key, numbered_orders.deal_key) as deal_key,
    case when named_deals.deal_key is not null then 'deal_id' else 'order_number' end as link_method
from {{ ref('int_orders') }} as orders
left join {{ ref('int_named_deals') }} as named_deals
    on orders.order_key = named_deals.order_key
left join {{ ref('int_numbered_orders') }} as numbered_orders
    on
        orders.order_key = numbered_orders.order_key
        and numbered_orders.is_chosen
where named_deals.deal_key is not null or numbered_orders.deal_key is not null
