{{ config(unique_key='visit_key') }}

with record as (
    {{ newest_records('sales_doctor', 'planned_visits', sales_doctor_visit_shape()) }}
),

planned_visit as (
    {%- set noted = [] %}
    select
        {{ sales_doctor_visit_columns(noted) }},
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('planned_visit', 'visit_key', 'sales_doctor', 'planned_visits') }}
