{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'org_history', {
        'email': 'VARCHAR',
        'source': 'VARCHAR',
        'unit_id': 'VARCHAR',
        'valid_from': 'VARCHAR',
        'valid_to': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        nullif(lower(trim(payload."email")), '') as email,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."unit_id"), '') as unit_id,
        {{ read('valid_from', 'day', noted) }} as valid_from,
        {{ read('valid_to', 'day', noted) }} as valid_to,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'org_history') }}
