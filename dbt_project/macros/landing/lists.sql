{# Lists, as each warehouse says it. #}

{# One row per element of a list, in a select list. #}
{% macro explode(list) -%}
    {{ return(adapter.dispatch('explode', 'voronka')(list)) }}
{%- endmacro %}

{% macro duckdb__explode(list) -%}
    unnest({{ list }})
{%- endmacro %}

{# A text cut at a separator, as a list. #}
{% macro split_text(text, separator) -%}
    {{ return(adapter.dispatch('split_text', 'voronka')(text, separator)) }}
{%- endmacro %}

{% macro duckdb__split_text(text, separator) -%}
    string_split({{ text }}, '{{ separator }}')
{%- endmacro %}

{% macro list_length(list) -%}
    {{ return(adapter.dispatch('list_length', 'voronka')(list)) }}
{%- endmacro %}

{% macro duckdb__list_length(list) -%}
    len({{ list }})
{%- endmacro %}
