with month_plans as (
    select
        metric,
        unit_type,
        unit_key,
        month_date,
        {{ to_cents('plan_value') }} as plan_cents,
        plan_value
    from {{ ref('int_sales_targets') }}
    where is_current_version
),

-- Rounding the running total, not the day, makes the days of a month add up to its plan exactly.
running_plans as (
    select
        month_plans.metric,
        month_plans.unit_type,
        month_plans.unit_key,
        month_plans.month_date,
        calendar.date_day,
        month_plans.plan_value as plan_month,
        {{ cents_ratio(
            '(month_plans.plan_cents * calendar.working_day_of_month)', 'calendar.working_days_in_month'
        ) }} as plan_to_date
    from month_plans
    inner join {{ ref('int_date') }} as calendar
        on month_plans.month_date = date_trunc('month', calendar.date_day)
)

select
    metric,
    unit_type,
    unit_key,
    date_day,
    cast(
        plan_to_date - coalesce(
            lag(plan_to_date) over (
                partition by metric, unit_type, unit_key, month_date order by date_day nulls last
            ), 0
        ) as decimal(18, 2)
    ) as plan_day,
    plan_to_date,
    plan_month
from running_plans
