{# The sources whose money counts, as a list of literals. #}
{% macro payment_sources() -%}
    {%- for name in var('payment_sources') %}'{{ name }}'{{ ', ' if not loop.last }}{% else %}''{% endfor -%}
{%- endmacro %}
