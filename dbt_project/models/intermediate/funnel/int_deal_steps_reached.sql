{# A stage called paid is a contract at least; that money came only a payment can say. #}

with step_entries as (
    select
        deal_key,
        least(step_order, 5) as step_order,
        min(entered_at) as entered_at
    from {{ ref('int_deal_stage_visits') }}
    where step_order between 1 and 6
    group by
        deal_key,
        least(step_order, 5)
    union all
    select
        deal_key,
        cast(5 as bigint) as step_order,
        contract_at as entered_at
    from {{ ref('int_deal_outcomes') }}
    where contract_at is not null
),

first_entries as (
    select
        deal_key,
        step_order,
        min(entered_at) as entered_at
    from step_entries
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
    select cast(funnel_steps.step_order as bigint) as step_order
    from (values (1), (2), (3), (4), (5)) as funnel_steps (step_order)
)

select
    ranges.deal_key,
    steps.step_order,
    ranges.reached_at,
    {{ business_date('ranges.reached_at') }} as reached_date,
    coalesce(responsible.employee_key, 'unassigned') as employee_key
from reached_ranges as ranges
inner join steps
    on
        ranges.after_step_order < steps.step_order
        and ranges.step_order >= steps.step_order
left join {{ ref('int_deal_responsible') }} as responsible
    on
        ranges.deal_key = responsible.deal_key
        and ranges.reached_at >= responsible.valid_from_at
        and ranges.reached_at < responsible.valid_to_at

union all

select
    paid.deal_key,
    cast(6 as bigint) as step_order,
    paid.paid_at as reached_at,
    paid.paid_date as reached_date,
    paid.employee_key
from {{ ref('int_deal_first_payments') }} as paid
inner join {{ ref('int_deal_outcomes') }} as deals
    on paid.deal_key = deals.deal_key
