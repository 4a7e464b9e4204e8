{#- What differs from its plan's pace or from its own history, by metric, unit and day (docs/kpi.md, Alerts). -#}
with watched as (
    select
        metric,
        unit
    from {{ ref('int_metrics') }}
    where
        additivity = 'all'
        and tier <= 2
        and direction <> 'none'
        and unit in ('count', 'money')
),

unit_days as (
    select
        panel.metric,
        panel.unit_type,
        panel.unit_key,
        panel.date_day,
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
    inner join watched
        on panel.metric = watched.metric
    inner join {{ ref('int_date') }} as calendar
        on panel.date_day = calendar.date_day
    where panel.unit_type in ('company', 'department') and panel.period = 'day'
),

-- Days of one kind are compared. A holiday, and a day off of a unit that rests then, neither alert nor teach.
kind_days as (
    select
        metric,
        unit_type,
        unit_key,
        date_day,
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
        metric,
        unit_type,
        unit_key,
        date_day,
        metric_value,
        day_kind,
        row_number() over (
            partition by metric, unit_type, unit_key, day_kind order by date_day nulls last
        ) as place
    from kind_days
    where day_kind not in ('holiday', 'day_off')
),

-- The days before the tested one that teach: so many as the setting says, or the day is not tested.
taught_days as (
    select
        tested.metric,
        tested.unit_type,
        tested.unit_key,
        tested.date_day,
        tested.metric_value,
        taught.metric_value as taught_value
    from comparable_days as tested
    inner join comparable_days as taught
        on
            tested.metric = taught.metric
            and tested.unit_type = taught.unit_type
            and tested.unit_key = taught.unit_key
            and tested.day_kind = taught.day_kind
            and taught.place between tested.place - {{ var('alert_history_days') }} and tested.place - 1
    where tested.place > {{ var('alert_history_days') }}
),

medians as (
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        metric_value,
        {{ quantile('taught_value', 0.5) }} as median_value
    from taught_days
    group by
        metric,
        unit_type,
        unit_key,
        date_day,
        metric_value
),

spreads as (
    select
        medians.metric,
        medians.unit_type,
        medians.unit_key,
        medians.date_day,
        medians.metric_value,
        medians.median_value,
        {{ quantile('abs(taught_days.taught_value - medians.median_value)', 0.5) }} as spread
    from medians
    inner join taught_days
        on
            medians.metric = taught_days.metric
            and medians.unit_type = taught_days.unit_type
            and medians.unit_key = taught_days.unit_key
            and medians.date_day = taught_days.date_day
    group by
        medians.metric,
        medians.unit_type,
        medians.unit_key,
        medians.date_day,
        medians.metric_value,
        medians.median_value
),

-- Counts differ by chance alone, as rare events do: then their variance is the median.
scattered_days as (
    select
        spreads.metric,
        spreads.unit_type,
        spreads.unit_key,
        spreads.date_day,
        spreads.metric_value,
        spreads.median_value,
        spreads.spread,
        spreads.metric_value - spreads.median_value as difference,
        case when watched.unit = 'count' then spreads.median_value else 0 end as variance_by_chance
    from spreads
    inner join watched
        on spreads.metric = watched.metric
),

-- way: 0 as expected, 1 above, -1 below.
tested_days as (
    select
        'history' as rule,
        metric,
        unit_type,
        unit_key,
        date_day,
        cast('1900-01-01' as date) as period_date,
        metric_value,
        median_value as expected_value,
        0.6745 * difference / nullif(greatest(spread, 0.6745 * sqrt(variance_by_chance)), 0) as robust_z,
        case
            when
                (spread > 0 or median_value <> 0)
                and 0.6745 * abs(difference) > {{ var('alert_robust_z') }} * spread
                and difference * difference
                > {{ var('alert_robust_z') }} * {{ var('alert_robust_z') }} * variance_by_chance
                and 100 * abs(difference) >= {{ var('alert_least_pct') }} * abs(median_value)
                and abs(difference) >= {{ var('alert_least_units') }}
                then case when difference > 0 then 1 else -1 end
            else 0
        end as way
    from scattered_days
    union all
    select
        'pace' as rule,
        plan_days.metric,
        plan_days.unit_type,
        plan_days.unit_key,
        plan_days.date_day,
        cast(date_trunc('month', plan_days.date_day) as date) as period_date,
        cast(plan_days.fact_to_date as double) as metric_value,
        cast(plan_days.plan_to_date as double) as expected_value,
        cast(null as double) as robust_z,
        case
            when plan_days.fact_to_date * 100 < plan_days.plan_to_date * {{ var('alert_pace_pct') }} then -1
            else 0
        end as way
    from {{ ref('mart_plan_fact_daily') }} as plan_days
    inner join {{ ref('int_date') }} as calendar
        on plan_days.date_day = calendar.date_day
    where
        plan_days.unit_type in ('company', 'department')
        and calendar.working_day_of_month >= 5
        and plan_days.plan_to_date > 0
        and plan_days.fact_to_date is not null
),

stated_days as (
    select
        rule,
        metric,
        unit_type,
        unit_key,
        date_day,
        metric_value,
        expected_value,
        robust_z,
        way,
        coalesce(
            lag(way) over (
                partition by rule, metric, unit_type, unit_key, period_date order by date_day nulls last
            ), 0
        ) as way_before
    from tested_days
),

-- What the departments that alert the same way on the day come to together.
departments_days as (
    select
        rule,
        metric,
        date_day,
        way,
        sum(metric_value - expected_value) as difference
    from tested_days
    where unit_type = 'department' and way <> 0
    group by
        rule,
        metric,
        date_day,
        way
),

-- Ways in which the company's alert is the root of its departments'.
swallowed_days as (
    select
        company.rule,
        company.metric,
        company.date_day,
        company.way
    from tested_days as company
    inner join departments_days as departments
        on
            company.rule = departments.rule
            and company.metric = departments.metric
            and company.date_day = departments.date_day
            and company.way = departments.way
    where
        company.unit_type = 'company'
        and abs(departments.difference) >= 0.8 * abs(company.metric_value - company.expected_value)
)

select
    stated.metric,
    metrics.label_ru as metric_name,
    stated.unit_type,
    stated.unit_key,
    case when stated.unit_type = 'company' then 'Компания' else coalesce(org_units.unit_name, stated.unit_key) end
        as unit_name,
    stated.date_day,
    stated.rule,
    case
        when stated.way = 0 then 'over'
        when stated.way = stated.way_before then 'going_on'
        else 'new'
    end as state,
    case
        when stated.way > 0 or (stated.way = 0 and stated.way_before > 0) then 'above'
        else 'below'
    end as deviation,
    cast(stated.metric_value as decimal(18, 2)) as metric_value,
    cast(stated.expected_value as decimal(18, 2)) as expected_value,
    round(stated.robust_z, 2) as robust_z,
    case
        when stated.unit_type = 'department' and swallowed.rule is not null then 'company'
        else stated.unit_key
    end as root_unit_key,
    stated.unit_type = 'company' or swallowed.rule is null as is_root
from stated_days as stated
inner join {{ ref('int_metrics') }} as metrics
    on stated.metric = metrics.metric
left join swallowed_days as swallowed
    on
        stated.rule = swallowed.rule
        and stated.metric = swallowed.metric
        and stated.date_day = swallowed.date_day
        and stated.way = swallowed.way
left join {{ ref('int_org_units') }} as org_units
    on stated.unit_key = org_units.org_unit_key
where stated.way <> 0 or stated.way_before <> 0
