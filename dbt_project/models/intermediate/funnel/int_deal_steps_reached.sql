{# A stage called paid is a contract at least; that money came only a payment can say. #}

with last_stage_step as (
    select step_order
    from {{ ref('funnel_steps') }}
    where step = 'contract'
),

step_entries as (
    select
        visits.deal_key,
        least(visits.step_order, last_stage_step.step_order) as step_order,
        min(visits.entered_at) as entered_at
    from {{ ref('int_deal_stage_visits') }} as visits
    cross join last_stage_step
    where visits.step not in ('lost', 'junk')
    group by
        visits.deal_key,
        least(visits.step_order, last_stage_step.step_order)
    union all
    select
        outcomes.deal_key,
        last_stage_step.step_order,
        outcomes.contract_at as entered_at
    from {{ ref('int_deal_outcomes') }} as outcomes
    cross join last_stage_step
    where outcomes.contract_at is not null
),

first_entries as (
    select
        deal_key,
        step_order,
        min(entered_at) as entered_at
    from step_entries
    where step_order is not null
    group by
        deal_key,
        step_order
),

-- A skipped step is reached with the next later one: an entry answers for the steps after the entered one before it.
reached_ranges as (
    select
        deal_key,
        step_order,
        coalesce(lag(step_order) over (partition by deal_key order by step_order nulls last), 0) as after_step_order,
        min(entered_at) over (
            partition by deal_key
            order by step_order desc nulls last
            rows between unbounded preceding and current row
        ) as reached_at
    from first_entries
),

steps as (
    select
        funnel_steps.step,
        funnel_steps.step_order
    from {{ ref('funnel_steps') }} as funnel_steps
    inner join last_stage_step
        on funnel_steps.step_order <= last_stage_step.step_order
    where not funnel_steps.is_end
)

select
    ranges.deal_key,
    steps.step,
    cast(steps.step_order as bigint) as step_order,
    ranges.reached_at,
    {{ business_date('ranges.reached_at') }} as reached_date,
    coalesce(responsible.employee_key, 'unassigned') as employee_key
from reached_ranges as ranges
inner join steps
    on
        ranges.after_step_order < steps.step_order
        and ranges.step_order >= steps.step_order
{{ join_responsible('ranges', 'ranges.reached_at') }}

union all

select
    paid.deal_key,
    funnel_steps.step,
    cast(funnel_steps.step_order as bigint) as step_order,
    paid.paid_at as reached_at,
    paid.paid_date as reached_date,
    paid.employee_key
from {{ ref('int_deal_first_payments') }} as paid
inner join {{ ref('int_deal_outcomes') }} as deals
    on paid.deal_key = deals.deal_key
inner join {{ ref('funnel_steps') }} as funnel_steps
    on funnel_steps.step = 'paid'
