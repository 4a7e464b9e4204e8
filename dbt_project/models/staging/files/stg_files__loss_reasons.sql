{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'loss_reasons', {
        'source': 'VARCHAR',
        'loss_reason_id': 'VARCHAR',
        'loss_reason_name': 'VARCHAR',
        'is_junk': 'VARCHAR',
        'junk_class': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."loss_reason_id"), '') as loss_reason_id,
        nullif(trim(payload."loss_reason_name"), '') as loss_reason_name,
        {{ read('is_junk', 'flag', noted) }} as is_junk,
        nullif(lower(trim(payload."junk_class")), '') as junk_class,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'loss_reasons') }}
