{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'utm_channels', {
        'utm_source': 'VARCHAR',
        'utm_medium': 'VARCHAR',
        'channel_key': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(lower(trim(payload."utm_source")), '') as utm_source,
        nullif(lower(trim(payload."utm_medium")), '') as utm_medium,
        nullif(trim(payload."channel_key"), '') as channel_key,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'utm_channels') }}
