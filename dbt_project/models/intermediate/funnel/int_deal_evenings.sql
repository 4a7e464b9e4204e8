with stay as (
    select
        visits.deal_key,
        visits.stage_key,
        visits.step,
        visits.step_order,
        visits.entered_date,
        greatest(visits.entered_date, runs.as_of_date - {{ var('deal_snapshot_days') }}) as first_date,
        least(coalesce(visits.exited_date, runs.as_of_date), runs.as_of_date) as end_date
    from {{ ref('int_deal_stage_visits') }} as visits
    cross join {{ ref('int_run') }} as runs
    where
        not visits.is_won_stage
        and visits.step not in ('lost', 'junk')
),

holder as (
    select
        deal_key,
        employee_key,
        {{ business_date('valid_from_at') }} as valid_from_date,
        {{ business_date('valid_to_at') }} as valid_to_date
    from {{ ref('int_deal_responsible') }}
),

-- Whoever has the deal when a day ends has it on that day.
held_stay as (
    select
        stay.deal_key,
        stay.stage_key,
        stay.step,
        stay.step_order,
        stay.entered_date,
        holder.employee_key,
        greatest(stay.first_date, holder.valid_from_date) as first_date,
        least(stay.end_date, holder.valid_to_date) as end_date
    from stay
    inner join holder
        on
            stay.deal_key = holder.deal_key
            and stay.end_date > holder.valid_from_date
            and stay.first_date < holder.valid_to_date
    where stay.first_date < stay.end_date
),

deal_day as (
    select
        deal_key,
        stage_key,
        step,
        step_order,
        entered_date,
        employee_key,
        {{ days_until('first_date', 'end_date') }} as date_day
    from held_stay
    where first_date < end_date
)

select
    deal_day.date_day,
    deal_day.deal_key,
    deal_day.stage_key,
    deal_day.step,
    deal_day.step_order,
    deal_day.entered_date as stage_entered_date,
    deal_day.employee_key,
    {{ to_utc('cast(deal_day.date_day + 1 as timestamp)') }} as ends_at
from deal_day
inner join {{ ref('int_metric_coverage_day') }} as coverage
    on
        deal_day.date_day = coverage.date_day
        and coverage.metric = 'standing_count'
        and coverage.is_complete
