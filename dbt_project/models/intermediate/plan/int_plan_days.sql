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

-- Whoever begins the month in a department is planned in it.
employee_plans as (
    select
        month_plans.metric,
        coalesce(units.org_unit_key, 'unassigned') as org_unit_key,
        month_plans.month_date,
        month_plans.plan_value
    from month_plans
    left join {{ ref('int_employee_units') }} as units
        on
            month_plans.unit_key = units.employee_key
            and month_plans.month_date between units.valid_from_date and units.valid_to_date
    where month_plans.unit_type = 'employee'
),

member_plans as (
    select
        metric,
        'department' as unit_type,
        org_unit_key as unit_key,
        month_date,
        plan_value
    from employee_plans

    union all

    select
        metric,
        'company' as unit_type,
        'company' as unit_key,
        month_date,
        plan_value
    from employee_plans
),

members as (
    select
        metric,
        unit_type,
        unit_key,
        month_date,
        sum(plan_value) as members_plan_month,
        count(*) as members_count
    from member_plans
    group by
        metric,
        unit_type,
        unit_key,
        month_date
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
        members.members_plan_month,
        members.members_count,
        {{ cents_ratio(
            '(month_plans.plan_cents * calendar.working_day_of_month)', 'calendar.working_days_in_month'
        ) }} as plan_to_date
    from month_plans
    inner join {{ ref('int_date') }} as calendar
        on month_plans.month_date = date_trunc('month', calendar.date_day)
    left join members
        on
            month_plans.metric = members.metric
            and month_plans.unit_type = members.unit_type
            and month_plans.unit_key = members.unit_key
            and month_plans.month_date = members.month_date
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
    plan_month,
    cast(members_plan_month as decimal(18, 2)) as members_plan_month,
    cast(members_count as bigint) as members_count
from running_plans
