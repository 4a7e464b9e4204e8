{# Measures of one mart that come as rows (measure, measured), laid out as one column each; a null measured is not known. #}

{# Rows (the columns `keys`, measure, measured). `measures` says by name what is counted: each row of `of`, where `where` holds, as 1 or
   as its `value`; a key that the rows have under another name is named too. #}
{% macro measure_rows(measures, keys) -%}
    {%- for name, counted in measures.items() %}
    select
        {%- for key in keys %}
        {{ counted[key] ~ ' as ' ~ key if key in counted else key }},
        {%- endfor %}
        '{{ name }}' as measure,
        cast({{ counted.get('value', 1) }} as decimal(18, 2)) as measured
    from {{ counted.of }}
    {{ 'where ' ~ counted.where if 'where' in counted }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Names as text literals. #}
{% macro quoted(names) -%}
    {{ "'" ~ names | join("', '") ~ "'" }}
{%- endmacro %}

{# The sum of each measure, 0 without a row; a count is null with a row that is not known, an amount where no row is. #}
{% macro sum_each(names) -%}
    {%- for name in names %}
        {%- if name.endswith('_amount') %}
        {{ sum_known('measured', "measure = '" ~ name ~ "'") }} as {{ name }}
        {%- else %}
        case
            when max(case when measure = '{{ name }}' and measured is null then 1 else 0 end) = 0
                then sum(case when measure = '{{ name }}' then measured else 0 end)
        end as {{ name }}
        {%- endif %}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The sum of each measure over rows (measure, measured), 0 where there is nothing to add; an amount of which nothing is known is null. #}
{% macro added_each(names, rows) -%}
    {%- for name in names %}
        {%- if name.endswith('_amount') %}
        {{ sum_known(rows ~ '.measured', rows ~ ".measure = '" ~ name ~ "'") }} as {{ name }}
        {%- else %}
        sum(case when {{ rows }}.measure = '{{ name }}' then {{ rows }}.measured else 0 end) as {{ name }}
        {%- endif %}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The type that the name of a measure says: `_amount` is money, all else whole. #}
{% macro measure_type(name) -%}
    {{ 'decimal(18, 2)' if name.endswith('_amount') else 'bigint' }}
{%- endmacro %}

{# The sum of each measure over the rows of `sums`. #}
{% macro total_each(names, sums) -%}
    {%- for name in names %}
        sum({{ sums }}.{{ name }}) as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# part ÷ whole in percent as double, null where the whole is 0. Both stand beside it. #}
{% macro pct_of(part, whole) -%}
    cast(100.0 * {{ part }} / nullif({{ whole }}, 0) as double)
{%- endmacro %}
