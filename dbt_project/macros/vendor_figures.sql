{# What the vendors' own figures of a day are held to (var vendor_figures): vendor, stream, figure_name, check_name,
   units_in_one. #}
{% macro declared_figures() -%}
    {%- for figure in var('vendor_figures') %}
    select
        '{{ figure.vendor }}' as vendor,
        '{{ figure.stream }}' as stream,
        '{{ figure.figure }}' as figure_name,
        '{{ figure.check }}' as check_name,
        cast({{ figure.units_in_one }} as bigint) as units_in_one
    union all
    {%- endfor %}
    select
        cast(null as text) as vendor,
        cast(null as text) as stream,
        cast(null as text) as figure_name,
        cast(null as text) as check_name,
        cast(null as bigint) as units_in_one
    where 1 = 0
{%- endmacro %}
