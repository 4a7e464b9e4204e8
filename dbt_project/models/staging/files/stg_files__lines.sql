{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'lines', {
        'source': 'VARCHAR',
        'line_number': 'VARCHAR',
        'channel_key': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."line_number"), '') as line_number,
        nullif(trim(payload."channel_key"), '') as channel_key,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'lines') }}
