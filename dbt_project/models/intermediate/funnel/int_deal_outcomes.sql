with deals as (
    select
        leads.lead_key as deal_key,
        leads.created_date,
        leads.closed_at,
        leads.channel_key,
        customer_records.customer_key,
        coalesce(leads.amount, 0) as amount,
        coalesce(pipeline_stages.step, 'unmapped') as step,
        case
            when coalesce(pipeline_stages.is_won, false) then 'won'
            when pipeline_stages.step = 'junk' or (pipeline_stages.step = 'lost' and leads.is_junk_reason) then 'junk'
            when pipeline_stages.step = 'lost' then 'lost'
            else 'open'
        end as outcome,
        coalesce(case when leads.is_junk_reason then leads.junk_class end, 'other') as junk_class
    from {{ ref('int_leads') }} as leads
    left join {{ ref('int_pipeline_stages') }} as pipeline_stages
        on leads.stage_key = pipeline_stages.stage_key
    left join {{ ref('int_customer_records') }} as customer_records
        on leads.main_record_key = customer_records.record_key
),

ended_deals as (
    select
        deals.deal_key,
        case
            when deals.outcome = 'won' and run_starts.is_won_assumed
                then coalesce(deals.closed_at, run_starts.won_at)
            when deals.outcome = 'won' then run_starts.won_at
        end as won_at,
        case
            when deals.outcome = 'won' and run_starts.is_won_assumed and deals.closed_at is not null then 'closed_at'
            when deals.outcome = 'won' then 'history'
        end as won_date_source,
        case
            when deals.outcome in ('lost', 'junk') and run_starts.is_end_assumed
                then coalesce(deals.closed_at, run_starts.end_at)
            when deals.outcome in ('lost', 'junk') then run_starts.end_at
        end as end_at,
        deals.outcome,
        run_starts.contract_at,
        deals.outcome = 'won' and run_starts.is_contract_assumed as is_contract_at_win,
        run_starts.furthest_step_order
    from deals
    left join {{ ref('int_deal_run_starts') }} as run_starts
        on deals.deal_key = run_starts.deal_key
),

dated_deals as (
    select
        ended_deals.deal_key,
        ended_deals.won_at,
        ended_deals.won_date_source,
        case when ended_deals.outcome = 'lost' then ended_deals.end_at end as lost_at,
        coalesce(ended_deals.won_at, ended_deals.end_at) as ended_at,
        case
            when ended_deals.is_contract_at_win then ended_deals.won_at
            else coalesce(ended_deals.contract_at, ended_deals.won_at)
        end as contract_at,
        case
            when ended_deals.won_at is null then ended_deals.furthest_step_order
            else greatest(coalesce(ended_deals.furthest_step_order, 0), contract_step.step_order)
        end as furthest_step_order
    from ended_deals
    inner join {{ ref('funnel_steps') }} as contract_step
        on contract_step.step = 'contract'
)

select
    deals.deal_key,
    deals.created_date,
    deals.channel_key,
    deals.customer_key,
    deals.amount,
    deals.step,
    deals.outcome,
    case when deals.outcome = 'junk' then deals.junk_class end as junk_class,
    dated_deals.won_at,
    {{ business_date('dated_deals.won_at') }} as won_date,
    dated_deals.won_date_source,
    case
        when dated_deals.won_at is not null then coalesce(won_responsible.employee_key, 'unassigned')
    end as won_employee_key,
    dated_deals.lost_at,
    {{ business_date('dated_deals.lost_at') }} as lost_date,
    case
        when dated_deals.lost_at is not null then coalesce(lost_responsible.employee_key, 'unassigned')
    end as lost_employee_key,
    dated_deals.ended_at,
    {{ business_date('dated_deals.ended_at') }} as ended_date,
    dated_deals.contract_at,
    {{ business_date('dated_deals.contract_at') }} as contract_date,
    case
        when dated_deals.contract_at is not null then coalesce(contract_responsible.employee_key, 'unassigned')
    end as contract_employee_key,
    furthest.step as furthest_step,
    cast(dated_deals.furthest_step_order as bigint) as furthest_step_order
from deals
inner join dated_deals
    on deals.deal_key = dated_deals.deal_key
left join {{ ref('funnel_steps') }} as furthest
    on dated_deals.furthest_step_order = furthest.step_order
{{ join_responsible('dated_deals', 'dated_deals.won_at', 'won_responsible') }}
{{ join_responsible('dated_deals', 'dated_deals.lost_at', 'lost_responsible') }}
{{ join_responsible('dated_deals', 'dated_deals.contract_at', 'contract_responsible') }}
