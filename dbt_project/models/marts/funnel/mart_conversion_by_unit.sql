with steps as (
    select
        funnel_steps.step,
        cast(funnel_steps.step_order as bigint) as step_order
    from (
        values
        ('lead', 1),
        ('qualified', 2),
        ('meeting', 3),
        ('offer', 4),
        ('contract', 5),
        ('paid', 6),
        ('won', 7)
    ) as funnel_steps (step, step_order)
),

covered_days as (
    select
        coverage.date_day,
        coverage.is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where
        coverage.metric = 'period_reached_count'
        and coverage.date_day < runs.as_of_date
),

-- Whether a deal is paid is known from the day on which payments are.
paid_days as (
    select date_day
    from {{ ref('int_metric_coverage_day') }}
    where
        metric = 'revenue_paid_amount'
        and is_complete
),

cohorts as (
    select
        leads.created_date as date_day,
        leads.employee_key,
        deals.outcome,
        deals.furthest_step_order,
        paid.deal_key is not null as is_paid,
        count(*) as leads_count
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as deals
        on leads.lead_key = deals.deal_key
    left join {{ ref('int_deal_first_payments') }} as paid
        on leads.lead_key = paid.deal_key
    group by
        leads.created_date,
        leads.employee_key,
        deals.outcome,
        deals.furthest_step_order,
        paid.deal_key is not null
),

created_leads as (
    select
        date_day,
        employee_key,
        sum(leads_count) as leads_count,
        sum(case when outcome <> 'junk' then leads_count else 0 end) as clean_leads_count
    from cohorts
    group by
        date_day,
        employee_key
),

cohort_steps as (
    select
        cohorts.date_day,
        cohorts.employee_key,
        steps.step,
        sum(cohorts.leads_count) as reached_count
    from cohorts
    inner join steps
        on
            (steps.step = 'won' and cohorts.outcome = 'won')
            or (steps.step = 'paid' and cohorts.is_paid)
            or (steps.step not in ('paid', 'won') and cohorts.furthest_step_order >= steps.step_order)
    where cohorts.outcome <> 'junk'
    group by
        cohorts.date_day,
        cohorts.employee_key,
        steps.step
),

reached_steps as (
    select
        reached.reached_date as date_day,
        reached.employee_key,
        steps.step
    from {{ ref('int_deal_steps_reached') }} as reached
    inner join steps
        on
            reached.step_order = steps.step_order
            and steps.step <> 'won'
    union all
    select
        won_date as date_day,
        won_employee_key as employee_key,
        'won' as step
    from {{ ref('int_deal_outcomes') }}
    where won_date is not null
),

period_steps as (
    select
        date_day,
        employee_key,
        step,
        count(*) as reached_count
    from reached_steps
    group by
        date_day,
        employee_key,
        step
),

-- A loaded day shows who had a lead or a move on it, a day that was not loaded everybody who is at work.
employee_days as (
    select
        moves.date_day,
        moves.employee_key,
        true as is_complete
    from (
        select
            date_day,
            employee_key
        from created_leads
        union
        select
            date_day,
            employee_key
        from period_steps
    ) as moves
    inner join covered_days
        on moves.date_day = covered_days.date_day
    where covered_days.is_complete
    union all
    select
        covered_days.date_day,
        employees.employee_key,
        false as is_complete
    from covered_days
    cross join {{ ref('int_employees') }} as employees
    where
        not covered_days.is_complete
        and employees.is_active
        and employees.is_matched
),

measured_steps as (
    select
        employee_days.date_day,
        employee_days.employee_key,
        steps.step,
        steps.step_order,
        employee_days.is_complete,
        case when employee_days.is_complete then coalesce(created_leads.leads_count, 0) end as leads_count,
        case
            when employee_days.is_complete then coalesce(created_leads.clean_leads_count, 0)
        end as clean_leads_count,
        case
            when employee_days.is_complete and (steps.step <> 'paid' or paid_days.date_day is not null)
                then coalesce(cohort_steps.reached_count, 0)
        end as cohort_reached_count,
        case
            when employee_days.is_complete and (steps.step <> 'paid' or paid_days.date_day is not null)
                then coalesce(period_steps.reached_count, 0)
        end as period_reached_count
    from employee_days
    cross join steps
    left join paid_days
        on employee_days.date_day = paid_days.date_day
    left join created_leads
        on
            employee_days.date_day = created_leads.date_day
            and employee_days.employee_key = created_leads.employee_key
    left join cohort_steps
        on
            employee_days.date_day = cohort_steps.date_day
            and employee_days.employee_key = cohort_steps.employee_key
            and steps.step = cohort_steps.step
    left join period_steps
        on
            employee_days.date_day = period_steps.date_day
            and employee_days.employee_key = period_steps.employee_key
            and steps.step = period_steps.step
)

select
    measured_steps.date_day,
    measured_steps.employee_key,
    measured_steps.step,
    measured_steps.step_order,
    coalesce(employees.employee_name, measured_steps.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    employees.branch_name,
    cast(measured_steps.leads_count as bigint) as leads_count,
    cast(measured_steps.clean_leads_count as bigint) as clean_leads_count,
    cast(measured_steps.cohort_reached_count as bigint) as cohort_reached_count,
    cast(
        100.0 * measured_steps.cohort_reached_count / nullif(measured_steps.clean_leads_count, 0) as double
    ) as cohort_conversion_pct,
    cast(measured_steps.period_reached_count as bigint) as period_reached_count,
    measured_steps.is_complete
from measured_steps
left join {{ ref('dim_employee') }} as employees
    on
        measured_steps.employee_key = employees.employee_key
        and measured_steps.date_day between employees.valid_from_date and employees.valid_to_date
