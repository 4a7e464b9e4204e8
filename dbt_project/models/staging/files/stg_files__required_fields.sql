{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'required_fields', {
        'source': 'VARCHAR',
        'field': 'VARCHAR',
        'step': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."field"), '') as field,
        nullif(trim(payload."step"), '') as step,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'required_fields') }}
