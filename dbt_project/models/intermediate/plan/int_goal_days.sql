with period as (
    select
        goals.goal_key,
        'goal' as period,
        goals.metric,
        goals.unit_type,
        goals.unit_key,
        goals.start_date as first_date,
        least(goals.deadline_date, runs.as_of_date - 1) as last_date
    from {{ ref('int_goals') }} as goals
    cross join {{ ref('int_run') }} as runs
    where goals.unit_key is not null

    union all

    select
        goal_key,
        'baseline' as period,
        metric,
        unit_type,
        unit_key,
        baseline_from_date as first_date,
        baseline_to_date as last_date
    from {{ ref('int_goals') }}
    where unit_key is not null
),

linked_payment as (
    select
        paid_date,
        payment_line_key,
        deal_key,
        direction,
        amount,
        org_unit_key,
        employee_key
    from {{ ref('int_payment_allocations') }}
    where deal_key is not null and amount is not null
),

unit_payment as (
    select
        'company' as unit_type,
        'company' as unit_key,
        paid_date,
        payment_line_key,
        deal_key,
        direction,
        amount
    from linked_payment
    union all
    select
        'department' as unit_type,
        org_unit_key as unit_key,
        paid_date,
        payment_line_key,
        deal_key,
        direction,
        amount
    from linked_payment
    union all
    select
        'employee' as unit_type,
        employee_key as unit_key,
        paid_date,
        payment_line_key,
        deal_key,
        direction,
        amount
    from linked_payment
),

-- A deal pays once in a period, however often money comes.
period_payment as (
    select
        period.goal_key,
        period.period,
        payments.paid_date as date_day,
        payments.amount,
        case
            when
                payments.direction = 'in'
                and row_number() over (
                    partition by period.goal_key, period.period, payments.deal_key, payments.direction
                    order by payments.paid_date nulls last, payments.payment_line_key nulls last
                ) = 1
                then 1
            else 0
        end as paying_deals
    from period
    inner join unit_payment as payments
        on
            period.unit_type = payments.unit_type
            and period.unit_key = payments.unit_key
            and payments.paid_date between period.first_date and period.last_date
),

payment_day as (
    select
        goal_key,
        period,
        date_day,
        sum(amount) as linked_amount,
        sum(paying_deals) as paying_deals
    from period_payment
    group by
        goal_key,
        period,
        date_day
),

period_day as (
    select
        period.goal_key,
        period.period,
        calendar.date_day,
        period.last_date,
        case when calendar.is_working_day then 1 else 0 end as working_days,
        max(case when known.metric = period.metric and known.is_complete then 1 else 0 end) as is_known,
        sum(case when known.metric = period.metric then coalesce(facts.fact_value, 0) else 0 end) as fact_value,
        max(case when known.metric = 'clean_leads_count' and known.is_complete then 1 else 0 end) as knows_clean,
        sum(case when known.metric = 'clean_leads_count' then coalesce(facts.fact_value, 0) else 0 end) as clean_leads,
        max(case when known.metric = 'revenue_paid_amount' and known.is_complete then 1 else 0 end) as knows_paid,
        sum(case when known.metric = 'revenue_paid_amount' then coalesce(facts.fact_value, 0) else 0 end) as paid_amount
    from period
    inner join {{ ref('int_date') }} as calendar
        on calendar.date_day between period.first_date and period.last_date
    left join {{ ref('int_metric_days') }} as known
        on
            calendar.date_day = known.date_day
            and (known.metric in ('clean_leads_count', 'revenue_paid_amount') or period.metric = known.metric)
    left join {{ ref('int_metric_facts') }} as facts
        on
            known.metric = facts.metric
            and known.date_day = facts.date_day
            and period.unit_type = facts.unit_type
            and period.unit_key = facts.unit_key
    group by
        period.goal_key,
        period.period,
        calendar.date_day,
        period.last_date,
        calendar.is_working_day
),

{%- set until_day %}partition by period_day.goal_key, period_day.period
            order by period_day.date_day nulls last
            rows between unbounded preceding and current row{% endset %}

-- From the first day of the period up to and including the day; one day that is not loaded makes a sum unknown.
to_date as (
    select
        period_day.goal_key,
        period_day.period,
        period_day.date_day,
        period_day.last_date,
        sum(period_day.working_days) over ({{ until_day }}) as working_days,
        case
            when min(period_day.is_known) over ({{ until_day }}) = 1
                then sum(period_day.fact_value) over ({{ until_day }})
        end as fact_value,
        min(period_day.knows_clean * period_day.knows_paid) over ({{ until_day }}) = 1 as knows_parts,
        sum(period_day.clean_leads) over ({{ until_day }}) as clean_leads,
        sum(period_day.paid_amount) over ({{ until_day }}) as paid_amount,
        sum(coalesce(payment_day.paying_deals, 0)) over ({{ until_day }}) as paying_deals,
        sum(coalesce(payment_day.linked_amount, 0)) over ({{ until_day }}) as linked_amount
    from period_day
    left join payment_day
        on
            period_day.goal_key = payment_day.goal_key
            and period_day.period = payment_day.period
            and period_day.date_day = payment_day.date_day
)

select
    goal_day.goal_key,
    goal_day.date_day,
    cast(goal_day.working_days as bigint) as working_days_passed,
    cast(goal_day.fact_value as decimal(18, 2)) as fact_to_date,
    coalesce(goal_day.knows_parts and baseline.knows_parts, false) as knows_parts,
    cast(goal_day.clean_leads as bigint) as clean_leads,
    cast(goal_day.paying_deals as bigint) as paying_deals,
    cast(goal_day.linked_amount as decimal(18, 2)) as linked_amount,
    cast(goal_day.paid_amount as decimal(18, 2)) as paid_amount,
    cast(baseline.working_days as bigint) as baseline_working_days,
    cast(baseline.fact_value as decimal(18, 2)) as baseline_fact,
    cast(baseline.clean_leads as bigint) as baseline_clean_leads,
    cast(baseline.paying_deals as bigint) as baseline_paying_deals,
    cast(baseline.linked_amount as decimal(18, 2)) as baseline_linked_amount,
    cast(baseline.paid_amount as decimal(18, 2)) as baseline_paid_amount
from to_date as goal_day
left join to_date as baseline
    on
        goal_day.goal_key = baseline.goal_key
        and baseline.period = 'baseline'
        and baseline.date_day = baseline.last_date
where goal_day.period = 'goal'
