select
    holds.deal_key,
    count(*) as properties_count,
    cast(sum(case when properties.property_kind = 'flat' then 1 else 0 end) as bigint) as flats_count,
    cast(sum(properties.property_area) as decimal(18, 2)) as property_area,
    {{ joined_text('properties.property_number', 'properties.property_number') }} as property_numbers,
    coalesce(
        min(case when properties.property_kind = 'flat' then properties.project_name end), min(properties.project_name)
    ) as property_project_name
from {{ ref('int_property_holds') }} as holds
inner join {{ ref('int_properties') }} as properties
    on holds.property_key = properties.property_key
where holds.is_current
group by holds.deal_key
