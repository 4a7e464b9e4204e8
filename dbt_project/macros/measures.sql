{# Measures of one mart that come as rows (measure, measured), laid out as one column each; a null measured is not known. #}

{# What mart_day_pulse counts: metrics of the catalogue, and what each needs is said there. #}
{% macro pulse_measures() -%}
    {{ return([
        'leads_count', 'calls_in_count', 'calls_out_count', 'calls_answered_count', 'talk_seconds',
        'meetings_held_count', 'contracts_count', 'deals_won_count', 'timed_receipts_amount'
    ]) }}
{%- endmacro %}

{# Names as text literals. #}
{% macro quoted(names) -%}
    {{ "'" ~ names | join("', '") ~ "'" }}
{%- endmacro %}

{# `knows_<name>`: the metric's row of the day says that everything it needs is loaded; false without a row. #}
{% macro knows_each(names, coverage) -%}
    {%- for name in names %}
        max(case when {{ coverage }}.metric = '{{ name }}' and {{ coverage }}.is_complete then 1 else 0 end) = 1 as knows_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Every measure is known. #}
{% macro knows_all(names, days) -%}
    {%- for name in names %}
            {{ days }}.knows_{{ name }}{{ " and" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The sum of each measure, 0 without a row, null with a row that is not known. #}
{% macro sum_each(names) -%}
    {%- for name in names %}
        case
            when max(case when measure = '{{ name }}' and measured is null then 1 else 0 end) = 0
                then sum(case when measure = '{{ name }}' then measured else 0 end)
        end as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Each measure where its day is known, in the type of its name: `_amount` is money, all else whole. #}
{% macro known_each(names, sums, days) -%}
    {%- for name in names %}
    {%- set type = 'decimal(18, 2)' if name.endswith('_amount') else 'bigint' %}
    case
        when {{ days }}.knows_{{ name }}
            then cast(case when {{ sums }}.employee_key is null then 0 else {{ sums }}.{{ name }} end as {{ type }})
    end as {{ name }}
    {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# A sum where it is known, 0 where there was nothing to add, in a type. #}
{% macro known_sum(is_known, sum, type) -%}
    case when {{ is_known }} then cast(coalesce({{ sum }}, 0) as {{ type }}) end
{%- endmacro %}

{# The sum of each measure over the rows of `sums`. #}
{% macro total_each(names, sums) -%}
    {%- for name in names %}
        sum({{ sums }}.{{ name }}) as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# `usual_<name>`: each measure of `sums` divided by the number of days it was summed over, to two decimals; null without days. #}
{% macro mean_each(names, sums, days, days_count) -%}
    {%- for name in names %}
    case
        when {{ days }}.knows_{{ name }} and {{ days_count }} > 0
            then {{ cents_ratio(to_cents('coalesce(' ~ sums ~ '.' ~ name ~ ', 0)'), days_count) }}
    end as usual_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The stand-ups of the deployment as rows: mark, time_of_day. #}
{% macro stand_ups() -%}
    {%- for mark in var('pulse_marks') %}
    select
        '{{ mark }}' as mark,
        '{{ mark }}:00' as time_of_day
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Whether the 95 % Wilson interval of a share `reached` of `entered` ends below `others_reached` of `others_entered`
   (counts, entered above 0). Counts are multiplied, not divided: where all passed, the end is 1 and never below 1. #}
{% macro is_below_wilson(reached, entered, others_reached, others_entered) -%}
    {%- set gap = 'cast(' ~ others_reached ~ ' * ' ~ entered ~ ' - ' ~ reached ~ ' * ' ~ others_entered ~ ' as double)' -%}
    (
        {{ gap }} > 0
        and {{ gap }} * {{ gap }}
        > 3.841458820694124 * {{ entered }} * {{ others_reached }} * ({{ others_entered }} - {{ others_reached }})
    )
{%- endmacro %}
