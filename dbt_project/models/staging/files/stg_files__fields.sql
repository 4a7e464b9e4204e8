{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'fields', {
        'source': 'VARCHAR',
        'entity': 'VARCHAR',
        'field': 'VARCHAR',
        'meaning': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(lower(trim(payload."entity")), '') as entity,
        nullif(trim(payload."field"), '') as field,
        nullif(lower(trim(payload."meaning")), '') as meaning,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'fields') }}
