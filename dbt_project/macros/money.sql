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

{# The band 1 … 5 of a debt that is so many days old: a week, a month, two, three, and more. #}
{% macro debt_band(days) -%}
    case
        when {{ days }} <= 7 then 1
        when {{ days }} <= 30 then 2
        when {{ days }} <= 60 then 3
        when {{ days }} <= 90 then 4
        else 5
    end
{%- endmacro %}

{# An expression over payments, or null where the deployment names no source of payments. #}
{% macro known_payments(expression) -%}
    {{ expression if var('payment_sources') else 'null' }}
{%- endmacro %}

{# An expression over deals, or null where no system tells of any. #}
{% macro known_deals(expression) -%}
    {{ expression if var('vendors_of').get('leads') else 'null' }}
{%- endmacro %}

{# What is counted of properties, null where no catalogue of them is read. #}
{% macro known_properties(expression) -%}
    {{ expression if var('vendors_of').get('property_versions') else 'null' }}
{%- endmacro %}

{# What part of a received line, whose running total is `until_amount` of the alias, lies between two marks of the measure. #}
{% macro laid_over(payment, low, high) -%}
    greatest(
        0,
        least({{ payment }}.until_amount, {{ high }}) - greatest({{ payment }}.until_amount - {{ payment }}.amount, {{ low }})
    )
{%- endmacro %}

{# One reason of the difference of booked and paid, as rows; `parts` has deal_key and customer_key. #}
{% macro revenue_part(parts, day, reason, booked='0', paid='0') -%}
    select
        {{ day }} as date_day,
        deal_key,
        customer_key,
        {{ reason }} as reason,
        {{ booked }} as booked_amount,
        {{ paid }} as paid_amount
    from {{ parts }}
{%- endmacro %}

{# The reason, unless the whole is so little that nobody asks for it (setting). #}
{% macro rounded_reason(whole, reason) -%}
    case when {{ whole }} <= {{ var('rounding_amount') }} then 'rounding_or_currency' else '{{ reason }}' end
{%- endmacro %}
