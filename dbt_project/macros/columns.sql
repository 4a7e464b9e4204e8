{# Columns that several steps of one model carry on or are told apart by, named once at its top. #}

{# The columns, of the alias `rows` if one is given: for a select list, a group by, a partition by. #}
{% macro columns(names, rows=none) -%}
    {%- for name in names %}
        {{ rows ~ '.' if rows }}{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The two rows agree in each of the columns: for a join. #}
{% macro same_in(names, rows, others) -%}
    {%- for name in names %}
        {{ rows }}.{{ name }} = {{ others }}.{{ name }}{{ ' and' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# One column, `name`: each value that stands in one of the places (rows, column), once. #}
{% macro values_in(places, name) -%}
    {%- for rows, column in places %}
    select {{ column }} as {{ name }}
    from {{ rows }}
    {{ 'union' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
