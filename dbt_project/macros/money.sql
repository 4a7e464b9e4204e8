{# When money is due, seen from the morning of a day. #}

{% macro due_bucket(due_date, as_of_date) -%}
    case
        when {{ due_date }} < {{ as_of_date }} then 'overdue'
        when {{ due_date }} = {{ as_of_date }} then 'today'
        when {{ days_between(as_of_date, due_date) }} = 1 then 'tomorrow'
        when {{ days_between(as_of_date, due_date) }} <= 7 then 'next_7_days'
        else 'later'
    end
{%- endmacro %}

{# An expression over payments, or null where the deployment names no source of payments. #}
{% macro known_payments(expression) -%}
    {{ expression if var('payment_sources') else 'null' }}
{%- endmacro %}
