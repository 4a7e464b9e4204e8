{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'regions', {
        'value': 'VARCHAR',
        'region_key': 'VARCHAR',
        'region_name': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."value"), '') as value,
        nullif(trim(payload."region_key"), '') as region_key,
        nullif(trim(payload."region_name"), '') as region_name,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'regions') }}
