{# Who somebody was on a day, and whose a deal was at an instant: the columns that marts of people have, and the rows they come from. #}

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

{# The row of the department in which somebody was on the day; none is `unassigned`. #}
{% macro join_unit(rows, day) -%}
    left join {{ ref('int_employee_units') }} as units
        on
            {{ rows }}.employee_key = units.employee_key
            and {{ day }} between units.valid_from_date and units.valid_to_date
{%- endmacro %}

{# The row of who was responsible for the deal at the instant, under a name; nobody is `unassigned`. #}
{% macro join_responsible(deals, instant, name='responsible') -%}
    left join {{ ref('int_deal_responsible') }} as {{ name }}
        on
            {{ deals }}.deal_key = {{ name }}.deal_key
            and {{ instant }} >= {{ name }}.valid_from_at
            and {{ instant }} < {{ name }}.valid_to_at
{%- endmacro %}
