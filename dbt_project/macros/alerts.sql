{# What a metric of a unit is expected to be on a day: by its own history, or by its plan. Both give rule, metric, unit_type, unit_key, date_day,
   period_date, metric_value, expected_value, robust_z and way: 0 as expected, 1 above, -1 below (docs/kpi.md, Alerts). #}

{# Against the days of its kind before it, so many as the setting says; a day with fewer is not tested. Counts differ by chance alone, as rare
   events do: then their variance is the median. `watched`: rows of metric and unit. #}
{% macro days_against_history(watched) -%}
    {%- set unit_day = ['metric', 'unit_type', 'unit_key', 'date_day'] -%}
    {%- set history, z = var('alert_history_days'), var('alert_robust_z') -%}
    with unit_days as (
        select
            {{ columns(unit_day, 'panel') }},
            watched.unit,
            calendar.is_working_day,
            calendar.is_holiday,
            calendar.is_working_day
            and calendar.working_day_of_month = calendar.working_days_in_month as is_month_end,
            -- Whether the unit had anything on the days off of the eight weeks before.
            coalesce(
                max(case when not calendar.is_working_day and panel.metric_value <> 0 then 1 else 0 end) over (
                    partition by panel.metric, panel.unit_type, panel.unit_key
                    order by panel.date_day nulls last
                    rows between 56 preceding and 1 preceding
                ), 0
            ) = 1 as works_on_days_off,
            cast(panel.metric_value as double) as metric_value
        from {{ ref('mart_metric_long') }} as panel
        inner join {{ watched }} as watched
            on panel.metric = watched.metric
        inner join {{ ref('int_date') }} as calendar
            on panel.date_day = calendar.date_day
        where panel.unit_type in ('company', 'department') and panel.period = 'day'
    ),

    -- Days of one kind are compared. A holiday, and a day off of a unit that rests then, neither alert nor teach.
    kind_days as (
        select
            {{ columns(unit_day) }},
            unit,
            metric_value,
            case
                when is_month_end then 'month_end'
                when is_holiday then 'holiday'
                when works_on_days_off then 'weekday ' || {{ day_of_week('date_day') }}
                when is_working_day then 'working_day'
                else 'day_off'
            end as day_kind
        from unit_days
        where metric_value is not null
    ),

    comparable_days as (
        select
            {{ columns(unit_day) }},
            unit,
            metric_value,
            day_kind,
            row_number() over (
                partition by metric, unit_type, unit_key, day_kind order by date_day nulls last
            ) as place
        from kind_days
        where day_kind not in ('holiday', 'day_off')
    ),

    taught_days as (
        select
            {{ columns(unit_day, 'tested') }},
            tested.unit,
            tested.metric_value,
            {{ quantile('taught.metric_value', 0.5) }} as median_value,
            {{ median_deviation('taught.metric_value') }} as spread
        from comparable_days as tested
        inner join comparable_days as taught
            on
                {{ same_in(['metric', 'unit_type', 'unit_key', 'day_kind'], 'tested', 'taught') }}
                and taught.place between tested.place - {{ history }} and tested.place - 1
        where tested.place > {{ history }}
        group by {{ columns(unit_day, 'tested') }}, tested.unit, tested.metric_value
    ),

    scattered_days as (
        select
            {{ columns(unit_day) }},
            metric_value,
            median_value,
            spread,
            metric_value - median_value as difference,
            case when unit = 'count' then median_value else 0 end as variance_by_chance
        from taught_days
    )

    select
        'history' as rule,
        {{ columns(unit_day) }},
        cast('1900-01-01' as date) as period_date,
        metric_value,
        median_value as expected_value,
        0.6745 * difference / nullif(greatest(spread, 0.6745 * sqrt(variance_by_chance)), 0) as robust_z,
        case
            when
                (spread > 0 or median_value <> 0)
                and 0.6745 * abs(difference) > {{ z }} * spread
                and difference * difference > {{ z }} * {{ z }} * variance_by_chance
                and 100 * abs(difference) >= {{ var('alert_least_pct') }} * abs(median_value)
                and abs(difference) >= {{ var('alert_least_units') }}
                then case when difference > 0 then 1 else -1 end
            else 0
        end as way
    from scattered_days
{%- endmacro %}
