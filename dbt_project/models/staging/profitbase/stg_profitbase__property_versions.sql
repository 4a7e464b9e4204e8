{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('profitbase', 'properties', {
        'number': 'VARCHAR',
        'projectName': 'VARCHAR',
        'houseName': 'VARCHAR',
        'sectionName': 'VARCHAR',
        'floor': 'VARCHAR',
        'rooms_amount': 'VARCHAR',
        'propertyType': 'VARCHAR',
        'typePurpose': 'VARCHAR',
        'area': {'area_total': 'VARCHAR'},
        'price': {'value': 'VARCHAR'},
        'status': 'VARCHAR',
        'customStatusId': 'VARCHAR',
    }) }}
),

property_version as (
    {%- set noted = [] %}
    {%- set area = "replace(trim(payload.area.area_total), ',', '.')" %}
    {%- do noted.append(['area.area_total', area, 'amount']) %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as property_key,
        _source as source,
        _observed_at as observed_at,
        payload."number" as property_number,
        coalesce(nullif(trim(payload."projectName"), ''), 'unknown') as project_name,
        coalesce(nullif(trim(payload."houseName"), ''), 'unknown') as house_name,
        nullif(trim(payload."sectionName"), '') as section_name,
        {{ read('floor', 'whole_number', noted) }} as floor,
        {{ read('rooms_amount', 'whole_number', noted) }} as rooms_count,
        {{ profitbase_kind('payload."propertyType"', 'payload."typePurpose"') }} as property_kind,
        {{ value_of(area, 'amount') }} as property_area,
        {{ read('price.value', 'amount', noted) }} as list_amount,
        {{ profitbase_base_status('payload.status') }} as base_status,
        payload."customStatusId" as status_id,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from property_version
where place = 1
