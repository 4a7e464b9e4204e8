select
    properties.property_key,
    properties.source,
    properties.property_number,
    properties.project_name,
    properties.house_name,
    properties.section_name,
    properties.floor,
    properties.rooms_count,
    properties.property_kind,
    properties.property_area,
    properties.list_amount,
    properties.base_status,
    properties.status_name,
    holds.deal_key,
    properties.gone_date is not null as is_gone
from {{ ref('int_properties') }} as properties
left join {{ ref('int_property_holds') }} as holds
    on
        properties.property_key = holds.property_key
        and holds.is_current
