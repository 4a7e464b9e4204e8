{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with step as (
    select
        step,
        step_order,
        lead(step) over (order by step_order nulls last) as next_step,
        lead(step_order) over (order by step_order nulls last) as next_step_order
    from {{ ref('int_funnel_steps') }}
    where step <> 'won'
),

clean_lead as (
    select
        cast(date_trunc('month', deals.created_date) as date) as month_date,
        leads.employee_key,
        deals.furthest_step_order,
        deals.outcome = 'won' as is_won,
        deals.amount,
        paid.deal_key is not null as is_paid
    from {{ ref('int_deal_outcomes') }} as deals
    inner join {{ ref('int_leads') }} as leads
        on deals.deal_key = leads.lead_key
    inner join {{ ref('int_run') }} as runs
        on deals.created_date < runs.as_of_date
    left join {{ ref('int_deal_first_payments') }} as paid
        on deals.deal_key = paid.deal_key
    where deals.outcome <> 'junk'
),

member as (
    select
        month_date,
        employee_key,
        sum(case when is_won then 1 else 0 end) as won_count,
        sum(case when is_won then amount else 0 end) as booked_amount
    from clean_lead
    group by
        month_date,
        employee_key
),

passed_step as (
    select
        clean_lead.month_date,
        clean_lead.employee_key,
        step.step,
        clean_lead.is_won,
        case
            when step.next_step = 'paid' then clean_lead.is_paid
            else clean_lead.furthest_step_order >= step.next_step_order
        end as is_passed
    from clean_lead
    inner join step
        on clean_lead.furthest_step_order >= step.step_order
    where step.next_step is not null
),

own_step as (
    select
        month_date,
        employee_key,
        step,
        count(*) as entered_count,
        sum(case when is_passed then 1 else 0 end) as reached_count,
        sum(case when is_passed and is_won then 1 else 0 end) as reached_won_count
    from passed_step
    group by
        month_date,
        employee_key,
        step
)

select
    member.month_date,
    member.employee_key,
    step.step,
    step.step_order,
    step.next_step = 'paid' as is_before_paid,
    coalesce(own_step.entered_count, 0) as entered_count,
    coalesce(own_step.reached_count, 0) as reached_count,
    coalesce(own_step.reached_won_count, 0) as reached_won_count,
    member.won_count,
    member.booked_amount
from member
cross join step
left join own_step
    on
        member.month_date = own_step.month_date
        and member.employee_key = own_step.employee_key
        and step.step = own_step.step
where step.next_step is not null
