{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'goals', {
        'goal': 'VARCHAR',
        'metric': 'VARCHAR',
        'unit_type': 'VARCHAR',
        'unit': 'VARCHAR',
        'baseline_value': 'VARCHAR',
        'baseline_from': 'VARCHAR',
        'baseline_to': 'VARCHAR',
        'target_value': 'VARCHAR',
        'growth_percent': 'VARCHAR',
        'start': 'VARCHAR',
        'deadline': 'VARCHAR',
        'owner': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."goal"), '') as goal,
        nullif(lower(trim(payload."metric")), '') as metric,
        nullif(lower(trim(payload."unit_type")), '') as unit_type,
        nullif(trim(payload."unit"), '') as unit,
        {{ read('baseline_value', 'amount', noted) }} as baseline_value,
        {{ read('baseline_from', 'day', noted) }} as baseline_from_date,
        {{ read('baseline_to', 'day', noted) }} as baseline_to_date,
        {{ read('target_value', 'amount', noted) }} as target_value,
        {{ read('growth_percent', 'amount', noted) }} as growth_percent,
        {{ read('start', 'day', noted) }} as start_date,
        {{ read('deadline', 'day', noted) }} as deadline_date,
        nullif(trim(payload."owner"), '') as owner_name,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'goals') }}
