{# All that conversion counts, each on one row of its own: a lead on the step `lead`, a reached step on that step. #}

{% set cell = ['date_day', 'employee_key', 'channel_key', 'pipeline_key', 'client_status', 'step'] %}

with deal as (
    select
        outcome.deal_key,
        outcome.created_date,
        lead.employee_key,
        outcome.channel_key,
        lead.pipeline_key,
        {{ client_status('customer_payments', 'outcome.created_date') }} as client_status,
        outcome.outcome,
        outcome.furthest_step_order,
        outcome.won_date,
        outcome.won_employee_key,
        paid.deal_key is not null as is_paid
    from {{ ref('int_deal_outcomes') }} as outcome
    inner join {{ ref('int_leads') }} as lead
        on outcome.deal_key = lead.lead_key
    left join {{ ref('int_deal_first_payments') }} as paid
        on outcome.deal_key = paid.deal_key
    left join {{ ref('int_customer_payments') }} as customer_payments
        on outcome.customer_key = customer_payments.customer_key
),

-- A stage called paid is a contract at least: only a payment makes a deal paid.
cohort_step as (
    select
        deal.deal_key,
        funnel_step.step
    from deal
    inner join {{ ref('int_funnel_steps') }} as funnel_step
        on deal.furthest_step_order >= funnel_step.step_order
    where funnel_step.step not in ('paid', 'won')
    union all
    select
        deal_key,
        'paid' as step
    from deal
    where is_paid
    union all
    select
        deal_key,
        'won' as step
    from deal
    where outcome = 'won'
),

period_step as (
    select
        deal_key,
        reached_date,
        employee_key,
        step
    from {{ ref('int_deal_steps_reached') }}
    union all
    select
        deal_key,
        won_date as reached_date,
        won_employee_key as employee_key,
        'won' as step
    from deal
    where won_date is not null
),

counted as (
    select
        created_date as date_day,
        employee_key,
        channel_key,
        pipeline_key,
        client_status,
        'lead' as step,
        case when outcome = 'junk' then 'junk_lead' else 'clean_lead' end as counted_as
    from deal
    union all
    select
        deal.created_date as date_day,
        deal.employee_key,
        deal.channel_key,
        deal.pipeline_key,
        deal.client_status,
        cohort_step.step,
        'cohort_reached' as counted_as
    from cohort_step
    inner join deal
        on cohort_step.deal_key = deal.deal_key
    where deal.outcome <> 'junk'
    union all
    select
        period_step.reached_date as date_day,
        period_step.employee_key,
        deal.channel_key,
        deal.pipeline_key,
        deal.client_status,
        period_step.step,
        'period_reached' as counted_as
    from period_step
    inner join deal
        on period_step.deal_key = deal.deal_key
)

select
    {{ columns(cell) }},
    count(case when counted_as in ('junk_lead', 'clean_lead') then 1 end) as leads_count,
    count(case when counted_as = 'clean_lead' then 1 end) as clean_leads_count,
    count(case when counted_as = 'cohort_reached' then 1 end) as cohort_reached_count,
    count(case when counted_as = 'period_reached' then 1 end) as period_reached_count
from counted
group by {{ columns(cell) }}
