with deals_by_id as (
    select
        source_record_id as deal_id,
        min(lead_key) as deal_key
    from {{ ref('int_leads') }}
    group by source_record_id
    -- Two CRMs may both have a card of this id; the order does not say whose it means.
    having count(*) = 1
)

select
    orders.order_key,
    deals_by_id.deal_key
from {{ ref('int_orders') }} as orders
inner join deals_by_id
    on trim(orders.deal_id_attribute) = deals_by_id.deal_id
