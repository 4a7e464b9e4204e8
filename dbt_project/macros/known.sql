{# What is known of a measure: an unknown day leaves it null, and 0 says that there was nothing to add. #}

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

{# A sum where it is known, 0 where there was nothing to add, in a type. `row`: a column that no row of sums leaves null; with it a
   sum that is null in its row stays so. #}
{% macro known_sum(is_known, sum, type, row=none) -%}
    {%- set measured = 'coalesce(' ~ sum ~ ', 0)' if row is none else 'case when ' ~ row ~ ' is null then 0 else ' ~ sum ~ ' end' -%}
    case when {{ is_known }} then cast({{ measured }} as {{ type }}) end
{%- endmacro %}

{# Each sum where `is_known` holds, 0 where there was nothing to add, in the type of its name. #}
{% macro known_sums(is_known, sums, names, row=none) -%}
    {%- for name in names %}
    {{ known_sum(is_known, sums ~ '.' ~ name, measure_type(name), row) }} as {{ name }}
    {{- "," if not loop.last }}
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

{# date_day, `knows_<name>`, is_complete, is_begun: what is known of each day before the as-of date; complete where every
   measure is, begun where one is. #}
{% macro judged_days(names) -%}
    select
        coverage.date_day,
        {{ knows_each(names, 'coverage') }},
        min(case when coverage.is_complete then 1 else 0 end) = 1 as is_complete,
        {{ begun_by('coverage') }} as is_begun
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.metric in ({{ quoted(names) }})
    group by coverage.date_day
{%- endmacro %}

{# Each measure of the cells of a month or day in the type of its name, where `known` knows it. `lacking`: by name, what leaves it unknown all the same. #}
{% macro known_cells(names, cells, known, lacking={}) -%}
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
