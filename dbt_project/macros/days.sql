{# Arithmetic with business dates. #}

{# Days from one date to another (bigint, negative when `later` is earlier). #}
{% macro days_between(earlier, later) -%}
    {{ return(adapter.dispatch('days_between', 'voronka')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{# In a select list: one row per day from `first_date` to the day before `end_date` (dates), none if there is no such day. #}
{% macro days_until(first_date, end_date) -%}
    {{ return(adapter.dispatch('days_until', 'voronka')(first_date, end_date)) }}
{%- endmacro %}

{% macro duckdb__days_until(first_date, end_date) -%}
    {{ first_date }} + cast(unnest(range(date_diff('day', {{ first_date }}, {{ end_date }}))) as integer)
{%- endmacro %}

{# Calendar months from the month of one date to that of another (bigint, negative when `later` is earlier). #}
{% macro months_between(earlier, later) -%}
    cast(
        12 * (extract(year from {{ later }}) - extract(year from {{ earlier }}))
        + extract(month from {{ later }}) - extract(month from {{ earlier }}) as bigint
    )
{%- endmacro %}
