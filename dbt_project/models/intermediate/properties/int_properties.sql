{% set told = [
    'property_key', 'source', 'property_number', 'project_name', 'house_name', 'section_name', 'floor', 'rooms_count',
    'property_kind', 'property_area', 'list_amount'
] %}

with fed as (
    {{ entity_streams() }}
),

whole_reading as (
    select
        loads.source,
        loads.observed_at
    from {{ ref('int_loads') }} as loads
    inner join fed
        on
            loads.vendor = fed.vendor
            and loads.stream = fed.stream
    where
        fed.entity = 'properties'
        and loads.is_complete
),

observed_property as (
    select
        {{ columns(told) }},
        base_status,
        status_id,
        observed_at,
        min(observed_at) over (partition by property_key) as first_observed_at,
        row_number() over (partition by property_key order by observed_at desc nulls last) as place
    from {{ ref('int_vendor_property_versions') }}
),

property as (
    select
        {{ columns(told) }},
        base_status,
        status_id,
        observed_at,
        {{ business_date('first_observed_at') }} as first_seen_date
    from observed_property
    where place = 1
),

-- A reading that was broken off has missed nothing.
missed_property as (
    select
        property.property_key,
        min(whole_reading.observed_at) as missed_at
    from property
    inner join whole_reading
        on
            property.source = whole_reading.source
            and property.observed_at < whole_reading.observed_at
    group by property.property_key
),

status_change as (
    select
        property_key,
        base_status,
        status_alias,
        status_name,
        row_number() over (
            partition by property_key order by changed_at desc nulls last, change_key desc nulls last
        ) as place
    from {{ ref('int_vendor_property_status_changes') }}
    where changed_at is not null
),

named_status as (
    {{ property_status_names() }}
)

select
    {{ columns(told, 'property') }},
    coalesce(status_change.base_status, property.base_status) as base_status,
    case
        when status_change.property_key is null then coalesce(present_status.status_name, property.base_status)
        else coalesce(last_status.status_name, status_change.status_name, status_change.status_alias)
    end as status_name,
    property.first_seen_date,
    {{ business_date('missed_property.missed_at') }} as gone_date,
    status_change.property_key is not null as has_history
from property
left join missed_property
    on property.property_key = missed_property.property_key
left join status_change
    on
        property.property_key = status_change.property_key
        and status_change.place = 1
left join named_status as last_status
    on
        property.source = last_status.source
        and status_change.status_alias = last_status.status_alias
left join {{ ref('int_vendor_property_statuses') }} as present_status
    on
        property.source = present_status.source
        and property.status_id = present_status.status_id
