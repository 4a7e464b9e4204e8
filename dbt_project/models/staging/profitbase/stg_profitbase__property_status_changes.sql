{{ config(unique_key='change_key') }}

with record as (
    {{ newest_records('profitbase', 'history', {
        'date': 'VARCHAR',
        'propertyId': 'VARCHAR',
        'propertyStatus': 'VARCHAR',
        'propertyStatusKey': 'VARCHAR',
        'dealId': 'VARCHAR',
    }) }}
),

status_change as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as change_key,
        _source as source,
        {{ reference_key('payload."propertyId"') }} as property_key,
        {{ read('date', 'epoch', noted) }} as changed_at,
        {{ profitbase_base_status('payload."propertyStatusKey"') }} as base_status,
        payload."propertyStatusKey" as status_alias,
        payload."propertyStatus" as status_name,
        case when trim(payload."dealId") not in ('', '0') then trim(payload."dealId") end as deal_id,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
    -- What says no status changes none.
    where payload."propertyStatusKey" is not null
)

{{ current_version('status_change', 'change_key') }}
