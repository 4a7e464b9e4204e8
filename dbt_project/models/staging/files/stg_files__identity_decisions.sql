{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'identity_decisions', {
        'record_key': 'VARCHAR',
        'other_record_key': 'VARCHAR',
        'decision': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."record_key"), '') as record_key,
        nullif(trim(payload."other_record_key"), '') as other_record_key,
        nullif(trim(payload."decision"), '') as decision,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'identity_decisions') }}
