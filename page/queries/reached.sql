-- Deals that on one day entered a funnel step or a later one for the first time (docs/kpi.md §5, §8), by the
-- employee responsible at that instant; a won deal that never did enters every step before the payment when it is won.
-- A stage called paid is a contract: the step of that name is a payment, and told by `first_paid`.
with steps as (
    select distinct
        step,
        step_order
    from dim_pipeline_stage
    where
        not is_end
        and step_order is not null
        and step <> 'paid'
),

first_visits as (
    select
        visits.deal_key,
        steps.step,
        min(visits.visit_number) as visit_number
    from fct_deal_stage_visit as visits
    inner join dim_pipeline_stage as stages
        on visits.stage_key = stages.stage_key
    inner join steps
        on stages.step_order >= steps.step_order
    where not stages.is_end
    group by
        visits.deal_key,
        steps.step
),

entries as (
    select
        first_visits.deal_key,
        first_visits.step,
        visits.entered_date as day,
        visits.employee_key as person
    from first_visits
    inner join fct_deal_stage_visit as visits
        on
            first_visits.deal_key = visits.deal_key
            and first_visits.visit_number = visits.visit_number
    union all
    select
        deals.deal_key,
        steps.step,
        deals.won_date as day,
        deals.won_employee_key as person
    from fct_deal as deals
    cross join steps
    left join first_visits
        on
            deals.deal_key = first_visits.deal_key
            and steps.step = first_visits.step
    where
        deals.is_won
        and first_visits.deal_key is null
)

select
    entries.day,
    entries.person,
    deals.pipeline_key as pipeline,
    entries.step,
    count(*) as period_reached_count
from entries
inner join fct_deal as deals
    on entries.deal_key = deals.deal_key
where entries.day <= $last_day
group by
    entries.day,
    entries.person,
    deals.pipeline_key,
    entries.step
order by
    entries.day nulls last,
    entries.person nulls last,
    deals.pipeline_key nulls last,
    entries.step nulls last
