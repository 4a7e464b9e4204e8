{# Measures of one mart that come as rows (measure, measured), laid out as one column each; a null measured is not known. #}

{# What mart_day_pulse counts: metrics of the catalogue, and what each needs is said there. #}
{% macro pulse_measures() -%}
    {{ return([
        'leads_count', 'calls_in_count', 'calls_out_count', 'calls_answered_count', 'talk_seconds',
        'meetings_held_count', 'contracts_count', 'deals_won_count', 'timed_receipts_amount'
    ]) }}
{%- endmacro %}

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

{# The sum of each measure over rows (measure, measured), 0 where there is nothing to add. #}
{% macro added_each(names, rows) -%}
    {%- for name in names %}
        sum(case when {{ rows }}.measure = '{{ name }}' then {{ rows }}.measured else 0 end) as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The type that the name of a measure says: `_amount` is money, all else whole. #}
{% macro measure_type(name) -%}
    {{ 'decimal(18, 2)' if name.endswith('_amount') else 'bigint' }}
{%- endmacro %}

{# Each measure where its day is known, in the type of its name. #}
{% macro known_each(names, sums, days) -%}
    {%- for name in names %}
    case
        when {{ days }}.knows_{{ name }}
            then cast(case when {{ sums }}.employee_key is null then 0 else {{ sums }}.{{ name }} end as {{ measure_type(name) }})
    end as {{ name }}
    {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# A sum where it is known, 0 where there was nothing to add, in a type. #}
{% macro known_sum(is_known, sum, type) -%}
    case when {{ is_known }} then cast(coalesce({{ sum }}, 0) as {{ type }}) end
{%- endmacro %}

{# Each sum where `is_known` holds, 0 where there was nothing to add, in the type of its name. #}
{% macro known_sums(is_known, sums, names) -%}
    {%- for name in names %}
    {{ known_sum(is_known, sums ~ '.' ~ name, measure_type(name)) }} as {{ name }}
    {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Each sum where its measure is known, 0 where there was nothing to add, in the type of its name. #}
{% macro known_sum_each(names, sums, days) -%}
    {%- for name in names %}
    {{ known_sum(days ~ '.knows_' ~ name, sums ~ '.' ~ name, measure_type(name)) }} as {{ name }}
    {{- "," if not loop.last }}
    {%- endfor %}
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

{# month_date, `knows_<name>`: the measure is known on each day of the month up to the last complete one. #}
{% macro known_months(names) -%}
    with month_length as (
        select
            date_trunc('month', calendar.date_day) as month_date,
            count(*) as days_count
        from {{ ref('int_date') }} as calendar
        inner join {{ ref('int_run') }} as runs
            on calendar.date_day < runs.as_of_date
        group by date_trunc('month', calendar.date_day)
    ),

    metric_month as (
        select
            month_length.month_date,
            coverage.metric,
            count(*) = month_length.days_count as is_complete
        from {{ ref('int_metric_coverage_day') }} as coverage
        inner join {{ ref('int_run') }} as runs
            on coverage.date_day < runs.as_of_date
        inner join month_length
            on month_length.month_date = date_trunc('month', coverage.date_day)
        where coverage.is_complete
        group by
            month_length.month_date,
            month_length.days_count,
            coverage.metric
    )

    select
        month_date,
        {{ knows_each(names, 'metric_month') }}
    from metric_month
    group by month_date
{%- endmacro %}

{# date_day, `knows_<name>`, is_complete: what is known of each day before the as-of date; complete where every measure is. #}
{% macro judged_days(names) -%}
    select
        coverage.date_day,
        {{ knows_each(names, 'coverage') }},
        min(case when coverage.is_complete then 1 else 0 end) = 1 as is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.metric in ({{ quoted(names) }})
    group by coverage.date_day
{%- endmacro %}

{# Each measure of the cells of a month in the type of its name, where `known` knows it. `lacking`: by name, what leaves it unknown all the same. #}
{% macro known_cells(names, cells, known, lacking) -%}
    {%- for name in names %}
        cast(
            case
                when {{ known }}.knows_{{ name }}{{ ' and not (' ~ lacking[name] ~ ')' if name in lacking }}
                    then {{ cells }}.{{ name }}
            end as {{ measure_type(name) }}
        ) as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# part ÷ whole in percent as double, null where the whole is 0. Both stand beside it. #}
{% macro pct_of(part, whole) -%}
    cast(100.0 * {{ part }} / nullif({{ whole }}, 0) as double)
{%- endmacro %}
