{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'sales_plan', {
        'month': 'VARCHAR',
        'unit_type': 'VARCHAR',
        'unit': 'VARCHAR',
        'metric': 'VARCHAR',
        'plan': 'VARCHAR',
        'version': 'VARCHAR',
        '_file': 'VARCHAR',
        '_row': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        {{ read('month', 'day', noted) }} as month,
        nullif(lower(trim(payload."unit_type")), '') as unit_type,
        nullif(trim(payload."unit"), '') as unit,
        nullif(lower(trim(payload."metric")), '') as metric,
        {{ read('plan', 'amount', noted) }} as plan_value,
        {{ read('version', 'whole_number', noted) }} as version,
        nullif(trim(payload."_file"), '') as source_file,
        {{ read('_row', 'whole_number', noted) }} as source_row,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'sales_plan') }}
