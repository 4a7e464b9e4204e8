{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'payment_forms', {
        'source': 'VARCHAR',
        'field': 'VARCHAR',
        'value': 'VARCHAR',
        'payment_form_key': 'VARCHAR',
        'payment_form_name': 'VARCHAR',
        'priority': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(lower(trim(payload."field")), '') as field,
        nullif(trim(payload."value"), '') as value,
        nullif(trim(payload."payment_form_key"), '') as payment_form_key,
        nullif(trim(payload."payment_form_name"), '') as payment_form_name,
        {{ read('priority', 'whole_number', noted) }} as priority,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'payment_forms') }}
