{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'org_units', {
        'source': 'VARCHAR',
        'unit_id': 'VARCHAR',
        'unit_name': 'VARCHAR',
        'branch_name': 'VARCHAR',
        'head_email': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."unit_id"), '') as unit_id,
        nullif(trim(payload."unit_name"), '') as unit_name,
        nullif(trim(payload."branch_name"), '') as branch_name,
        nullif(lower(trim(payload."head_email")), '') as head_email,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'org_units') }}
