{# Selects made from the model's own YAML, so that the column list is written once. #}

{# Column names of the model being compiled, in contract order. #}
{% macro contract_columns() -%}
    {{ return(model.columns.values() | map(attribute='name') | list) }}
{%- endmacro %}

{# No row at all, with the columns and types of the model's contract. #}
{% macro no_rows() -%}
    select
    {%- for column in model.columns.values() %}
        cast(null as {{ column.data_type }}) as {{ column.name }}{{ "," if not loop.last }}
    {%- endfor %}
    where 1 = 0
{%- endmacro %}
