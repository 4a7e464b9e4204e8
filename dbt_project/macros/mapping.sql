{# What people still have to map. #}

{# table_name, source, unmapped_value, record_count: the records of `rows` that carry each value. `told_apart`: the expression by which two
   values are two, where it is another; `counted`: the column that a row must have to count. #}
{% macro values_to_map(table_name, rows, value, where=none, told_apart=none, counted='*') -%}
    select
        '{{ table_name }}' as table_name,
        source,
        min({{ value }}) as unmapped_value,
        count({{ counted }}) as record_count
    from {{ rows }}
    {{ 'where ' ~ where if where }}
    group by source, {{ told_apart or value }}
{%- endmacro %}
