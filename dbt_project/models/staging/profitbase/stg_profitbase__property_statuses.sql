{{ config(unique_key='status_key') }}

with record as (
    {{ landed_records('profitbase', 'statuses', {
        'name': 'VARCHAR',
        'baseStatus': 'VARCHAR',
        'alias': 'VARCHAR',
    }) }}
),

property_status as (
    select
        {{ own_key() }} as status_key,
        _source as source,
        _key as status_id,
        payload.alias as status_alias,
        payload."name" as status_name,
        {{ profitbase_base_status('payload."baseStatus"') }} as base_status,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('property_status', 'status_key', 'profitbase', 'statuses') }}
