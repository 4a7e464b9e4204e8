select
    holds.deal_key,
    holds.property_key,
    properties.property_number,
    properties.project_name,
    properties.house_name,
    properties.property_kind,
    properties.property_area,
    properties.list_amount,
    holds.booked_at,
    {{ business_date('holds.booked_at') }} as booked_date,
    holds.sold_at,
    {{ business_date('holds.sold_at') }} as sold_date,
    holds.freed_at,
    {{ business_date('holds.freed_at') }} as freed_date,
    holds.is_current
from {{ ref('int_property_holds') }} as holds
inner join {{ ref('int_properties') }} as properties
    on holds.property_key = properties.property_key
