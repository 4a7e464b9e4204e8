{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('sales_doctor', 'visits', sales_doctor_visit_shape()) }}
),

visit_day as (
    {%- set noted = [] %}
    select
        {{ sales_doctor_visit_columns(noted) }},
        cast(_day as date) as read_date,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('visit_day') }}
