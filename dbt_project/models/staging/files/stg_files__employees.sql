{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'employees', {
        'source': 'VARCHAR',
        'source_user_id': 'VARCHAR',
        'user_name': 'VARCHAR',
        'email': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."source_user_id"), '') as source_user_id,
        nullif(trim(payload."user_name"), '') as user_name,
        nullif(lower(trim(payload."email")), '') as email,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'employees') }}
