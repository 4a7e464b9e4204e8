{{ config(unique_key='org_unit_key') }}

with record as (
    {{ newest_records('bitrix24', 'departments', {'NAME': 'VARCHAR'}) }}
),

org_unit as (
    select
        {{ own_key() }} as org_unit_key,
        _source as source,
        payload."NAME" as unit_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('org_unit', 'org_unit_key', 'bitrix24', 'departments') }}
