{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'costs', {
        'month': 'VARCHAR',
        'unit_type': 'VARCHAR',
        'unit': 'VARCHAR',
        'cost_type': 'VARCHAR',
        'channel_key': 'VARCHAR',
        'item': 'VARCHAR',
        'amount': 'VARCHAR',
        'vat_basis': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        {{ read('month', 'day', noted) }} as month,
        nullif(lower(trim(payload."unit_type")), '') as unit_type,
        nullif(trim(payload."unit"), '') as unit,
        nullif(lower(trim(payload."cost_type")), '') as cost_type,
        nullif(trim(payload."channel_key"), '') as channel_key,
        nullif(trim(payload."item"), '') as item,
        {{ read('amount', 'amount', noted) }} as amount,
        nullif(lower(trim(payload."vat_basis")), '') as vat_basis,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'costs') }}
