{{ config(unique_key='plan_key') }}

with record as (
    {{ newest_records('field_tables', 'kpi_plans', {
        'period': 'VARCHAR',
        'plan': 'VARCHAR',
        '_agent_code': 'VARCHAR',
        '_metric': 'VARCHAR',
    }) }}
),

unit_plan as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as plan_key,
        _source as source,
        payload."_metric" as metric,
        {{ reference_key('payload."_agent_code"') }} as user_key,
        {{ read('period', 'day', noted) }} as month_date,
        {{ read('plan', 'amount', noted) }} as plan_value,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('unit_plan', 'plan_key') }}
