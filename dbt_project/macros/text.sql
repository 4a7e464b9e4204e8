{# Texts made of several rows. #}

{# In an aggregate: the texts that are not null, in order, separated by commas. #}
{% macro joined_text(text, ordering) -%}
    {{ return(adapter.dispatch('joined_text', 'voronka')(text, ordering)) }}
{%- endmacro %}

{% macro duckdb__joined_text(text, ordering) -%}
    string_agg({{ text }}, ', ' order by {{ ordering }})
{%- endmacro %}
