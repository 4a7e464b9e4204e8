{# Against the pace of its plan, from the fifth working day of the month on. #}
{% macro days_against_plan() -%}
    select
        'pace' as rule,
        {{ columns(['metric', 'unit_type', 'unit_key', 'date_day'], 'plan_days') }},
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
{%- endmacro %}
