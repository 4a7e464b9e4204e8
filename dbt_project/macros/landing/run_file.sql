{# Rows of one of the files that a run leaves for dbt in <var>/run, all columns as text; no row without the file. #}
{% macro run_file(table, file, columns) -%}
    {%- set fixture = source('run', table) -%}
    {%- set path = as_pattern((env_var('VORONKA_VAR', 'var') ~ '/run/' ~ file) | replace("'", "''")) -%}
    {%- if model.resource_type == 'unit_test' -%}
        select * from {{ fixture }}
    {%- elif execute and run_query("select file from glob('" ~ path ~ "')").rows | length > 0 -%}
        select
            {%- for column in columns %}
            {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from read_json('{{ path }}', format = 'auto', columns = {
            {%- for column in columns %}{{ column }}: 'VARCHAR'{{ ', ' if not loop.last }}{% endfor -%}
        })
    {%- else -%}
        select
            {%- for column in columns %}
            cast(null as text) as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        where 1 = 0
    {%- endif -%}
{%- endmacro %}
