{# Arithmetic with business dates. #}

{# Days from one date to another (bigint, negative when `later` is earlier). #}
{% macro days_between(earlier, later) -%}
    {{ return(adapter.dispatch('days_between', 'voronka')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}
