{# What the day's own mart counts, and what the morning after knows of the time ahead. #}
{% set measures = [
    'leads_count', 'calls_in_count', 'calls_out_count', 'calls_answered_count', 'talk_seconds', 'meetings_held_count',
    'contracts_count', 'revenue_paid_amount', 'backlog_end_count'
] %}
{% set person_day, is_seen = ['date_day', 'employee_key'], 'known_mornings.as_of_date is not null' %}

with first_mornings as (
    select
        source,
        min(as_of_date) as first_date
    from {{ ref('int_schedule_mornings') }}
    group by source
),

-- A morning on which one of the sources that were loaded before is missing knows a part only.
known_mornings as (
    select
        mornings.as_of_date,
        cast(mornings.as_of_date - interval '1 day' as date) as date_day
    from {{ ref('int_schedule_mornings') }} as mornings
    inner join first_mornings
        on mornings.as_of_date >= first_mornings.first_date
    group by mornings.as_of_date
    having count(distinct mornings.source) = count(distinct first_mornings.source)
),

expected_money as (
    select
        known_mornings.date_day,
        calendar.employee_key,
        sum(
            case when calendar.due_date = calendar.as_of_date then calendar.expected_amount else 0 end
        ) as expected_next_day_amount,
        sum(
            case
                when {{ days_between('known_mornings.date_day', 'calendar.due_date') }} between 1 and 7
                    then calendar.expected_amount
                else 0
            end
        ) as expected_week_amount,
        sum(
            case when calendar.due_date < calendar.as_of_date then calendar.expected_amount else 0 end
        ) as overdue_amount
    from {{ ref('mart_payment_calendar') }} as calendar
    inner join known_mornings
        on calendar.as_of_date = known_mornings.as_of_date
    where calendar.instalments_count > 0
    group by known_mornings.date_day, calendar.employee_key
),

meetings_ahead as (
    select
        cast(planned_date - interval '1 day' as date) as date_day,
        employee_key,
        count(*) as meetings_next_day_count
    from {{ ref('int_meetings') }}
    where planned_date is not null
    group by
        planned_date,
        employee_key
),

paid_plans as (
    select
        plans.date_day,
        plans.unit_key as employee_key,
        plans.plan_month,
        plans.plan_to_date,
        plans.fact_to_date,
        plans.fulfilment_pct
    from {{ ref('mart_plan_fact_daily') }} as plans
    where plans.metric = 'revenue_paid_amount' and plans.unit_type = 'employee'
),

judged_day as (
    {{ judged_days(measures + ['meetings_next_day_count']) }}
),

employee_day as (
    select {{ columns(person_day) }} from {{ ref('mart_employee_activity_daily') }}
    union
    select {{ columns(person_day) }} from expected_money
    union
    select {{ columns(person_day) }} from meetings_ahead
    union
    select {{ columns(person_day) }} from paid_plans
)

select
    employee_day.date_day,
    employee_day.employee_key,
    {{ employee_columns('employee_day') }},
    {{ known_each(measures, 'activity', 'days') }},
    {{ known_sum('days.knows_meetings_next_day_count', 'meetings_ahead.meetings_next_day_count', 'bigint') }}
        as meetings_next_day_count,
    known_mornings.as_of_date,
    {{ known_sum(is_seen, 'expected_money.expected_next_day_amount', 'decimal(18, 2)') }} as expected_next_day_amount,
    {{ known_sum(is_seen, 'expected_money.expected_week_amount', 'decimal(18, 2)') }} as expected_week_amount,
    {{ known_sum(is_seen, 'expected_money.overdue_amount', 'decimal(18, 2)') }} as overdue_amount,
    paid_plans.plan_month as paid_plan_month_amount,
    paid_plans.plan_to_date as paid_plan_to_date_amount,
    paid_plans.fact_to_date as paid_to_date_amount,
    paid_plans.fulfilment_pct as paid_fulfilment_pct,
    days.is_complete
from employee_day
inner join judged_day as days
    on employee_day.date_day = days.date_day
left join {{ ref('mart_employee_activity_daily') }} as activity
    on {{ same_in(person_day, 'employee_day', 'activity') }}
left join meetings_ahead
    on {{ same_in(person_day, 'employee_day', 'meetings_ahead') }}
left join known_mornings
    on employee_day.date_day = known_mornings.date_day
left join expected_money
    on {{ same_in(person_day, 'employee_day', 'expected_money') }}
left join paid_plans
    on {{ same_in(person_day, 'employee_day', 'paid_plans') }}
{{ join_employee('employee_day', 'employee_day.date_day') }}
