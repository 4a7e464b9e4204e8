-- The morning of the newest release: money of its last complete day, what is due, the month's plan; null where not known.
with last_day as (
    select max(date_day) as date_day
    from mart_plan_fact_daily
    where metric = 'revenue_paid_amount' and unit_type = 'company' and fact_day is not null
),

newest as (
    select max(as_of_date) as as_of_date
    from mart_payment_calendar
),

due as (
    select
        calendar.as_of_date,
        sum(case when calendar.due_date = calendar.as_of_date then calendar.expected_amount end) as today_amount,
        sum(case when calendar.due_date >= calendar.as_of_date then calendar.expected_amount end) as week_amount,
        sum(case when calendar.due_date < calendar.as_of_date then calendar.expected_amount end) as overdue_amount
    from mart_payment_calendar as calendar
    inner join newest
        on calendar.as_of_date = newest.as_of_date
    group by calendar.as_of_date
)

select
    last_day.date_day as day,
    plan.fact_day as received_amount,
    plan.plan_day as planned_amount,
    plan.fact_to_date as month_amount,
    plan.plan_month as month_plan_amount,
    plan.fulfilment_pct,
    plan.run_rate_forecast as forecast_amount,
    due.as_of_date as morning,
    due.today_amount,
    due.week_amount,
    due.overdue_amount
from last_day
left join mart_plan_fact_daily as plan
    on
        last_day.date_day = plan.date_day
        and plan.metric = 'revenue_paid_amount'
        and plan.unit_type = 'company'
left join due
    on true
