{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with loaded_history as (
    select min(date_day) as first_date
    from {{ ref('int_entity_coverage_day') }}
    where entity = 'stage_changes' and is_complete
),

-- The start of an inferred stay, and of the first stay of a card older than the loaded history, is not in the history.
visits as (
    select
        stage_visits.deal_key,
        stage_visits.visit_number,
        stage_visits.step,
        stage_visits.step_order,
        stage_visits.is_won_stage,
        stage_visits.entered_at,
        stage_visits.is_inferred or (
            stage_visits.visit_number = 1
            and coalesce(stage_visits.entered_date < loaded_history.first_date, true)
        ) as is_start_assumed
    from {{ ref('int_deal_stage_visits') }} as stage_visits
    cross join loaded_history
),

run_numbers as (
    select
        deal_key,
        max(case when is_won_stage then 0 else visit_number end) + 1 as won_number,
        max(case when step in ('lost', 'junk') then 0 else visit_number end) + 1 as end_number,
        min(case when step in ('contract', 'paid') then visit_number end) as contract_number,
        max(case when step not in ('lost', 'junk') then step_order end) as furthest_step_order
    from visits
    group by deal_key
)

select
    visits.deal_key,
    max(run_numbers.furthest_step_order) as furthest_step_order,
    {{ began('won') }},
    {{ began('end') }},
    {{ began('contract') }}
from visits
inner join run_numbers
    on visits.deal_key = run_numbers.deal_key
group by visits.deal_key
