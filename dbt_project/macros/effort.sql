{# The daily effort that a plan asks for: what is counted, over which days, and how little of it is held against a person. #}

{# The steps that are counted, in their order. #}
{% macro effort_steps() -%}
    {{ return(['lead', 'qualified', 'meeting', 'offer', 'contract', 'won']) }}
{%- endmacro %}

{# The working days of this month and the last, each with the first day of the window that is seen from it: date_day, first_date. #}
{% macro effort_mornings() -%}
    select
        calendar.date_day,
        calendar.date_day - {{ var('effort_days') }} as first_date
    from {{ ref('int_date') }} as calendar
    cross join {{ ref('int_run') }} as runs
    where
        calendar.is_working_day
        and calendar.date_day <= runs.as_of_date
        and calendar.date_day >= date_trunc('month', cast(date_trunc('month', runs.as_of_date) as date) - 1)
{%- endmacro %}

{# What comes of one of `entered`, own cases drawn to the unit's (columns `unit_<name>`) as if 20 of its were his. #}
{% macro drawn_share(row, reached, entered) -%}
    ({{ row }}.{{ reached }} + 20 * {{ row }}.unit_{{ reached }} / nullif({{ row }}.unit_{{ entered }}, 0))
    / nullif({{ row }}.{{ entered }} + 20, 0)
{%- endmacro %}

{# The sum of each measure of rows (measure, measured) as a column, 0 without a row; of money (`linked`) null where nothing of it is known. #}
{% macro counted_each(measures) -%}
    {%- for name in measures %}
        cast({{ sum_known('counted.measured', "counted.measure = '" ~ name ~ "'") }} as double) as {{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Each measure of an employee, and `unit_<name>`: that of his department on the day. #}
{% macro each_beside_unit(measures) -%}
    {%- for name in measures %}
        {{ name }},
        sum({{ name }}) over (partition by date_day, org_unit_key) as unit_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# date_day, `knows_<name>`, `begins_<name>` (1 or 0): which of what a share needs (name: metric) is known on a day, and has begun. #}
{% macro effort_known_days(needs) -%}
    select
        date_day,
    {%- for name, metric in needs.items() %}
        max(case when metric = '{{ metric }}' and is_complete then 1 else 0 end) as knows_{{ name }},
        max(case when metric = '{{ metric }}' and is_begun then 1 else 0 end) as begins_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
    from {{ ref('int_metric_coverage_day') }}
    group by date_day
{%- endmacro %}

{# In an aggregate over days of effort_known_days: `lacks_<name>`, 1 where a day on which the steps or `name` have begun does not know both. #}
{% macro effort_gaps(needs, days) -%}
    {%- for name in needs %}
        max(
            greatest({{ days }}.begins_steps, {{ days }}.begins_{{ name }})
            * (1 - {{ days }}.knows_steps * {{ days }}.knows_{{ name }})
        ) as lacks_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# `<step>_share`: what comes of one of each step but the last, null where a day of steps is missing. #}
{% macro effort_step_shares(row, gaps) -%}
    {%- for reached in effort_steps()[1:] %}
    {%- set entered = effort_steps()[loop.index0] %}
    case
        when coalesce({{ gaps }}.lacks_steps, 0) = 0 then {{ drawn_share(row, reached, entered) }}
    end as {{ entered }}_share
    {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
