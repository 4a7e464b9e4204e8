{# Who somebody was on a day: the columns that every mart of people has, and the row they come from. #}

{# The name, and the department of that day and of now; `rows` has the employee_key, join_employee has joined the rest. #}
{% macro employee_columns(rows) -%}
    coalesce(employees.employee_name, {{ rows }}.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name
{%- endmacro %}

{# The row of the history of people that holds on the day. #}
{% macro join_employee(rows, day) -%}
    left join {{ ref('dim_employee_history') }} as employees
        on
            {{ rows }}.employee_key = employees.employee_key
            and {{ day }} between employees.valid_from_date and employees.valid_to_date
{%- endmacro %}
