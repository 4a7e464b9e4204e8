{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'channels', {
        'source': 'VARCHAR',
        'value': 'VARCHAR',
        'channel_key': 'VARCHAR',
        'channel_name': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."value"), '') as value,
        nullif(trim(payload."channel_key"), '') as channel_key,
        nullif(trim(payload."channel_name"), '') as channel_name,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'channels') }}
