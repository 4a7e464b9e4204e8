{% set visit = [
    'deal_key', 'visit_number', 'stage_key', 'pipeline_key', 'step', 'step_order', 'is_won_stage', 'is_inferred', 'entered_at',
    'entered_date'
] %}

with numbered_visits as (
    select
        ordered_starts.deal_key,
        ordered_starts.stage_key,
        ordered_starts.is_inferred,
        ordered_starts.entered_at,
        {{ business_date('ordered_starts.entered_at') }} as entered_date,
        pipeline_stages.pipeline_key,
        coalesce(pipeline_stages.step, 'unmapped') as step,
        pipeline_stages.step_order,
        coalesce(pipeline_stages.is_won, false) as is_won_stage,
        row_number() over (
            partition by ordered_starts.deal_key order by ordered_starts.start_number nulls last
        ) as visit_number
    from {{ ref('int_deal_stage_starts') }} as ordered_starts
    left join {{ ref('int_pipeline_stages') }} as pipeline_stages
        on ordered_starts.stage_key = pipeline_stages.stage_key
    where ordered_starts.stage_key is distinct from ordered_starts.previous_stage_key
),

chained_visits as (
    select
        {{ columns(visit) }},
        lead(entered_at) over in_turn as exited_at,
        lead(entered_date) over in_turn as exited_date,
        lag(step) over in_turn as previous_step,
        lag(step_order) over in_turn as previous_step_order,
        lead(step) over in_turn as next_step,
        lead(step_order) over in_turn as next_step_order
    from numbered_visits
    window in_turn as (partition by deal_key order by visit_number nulls last)
),

measured_visits as (
    select
        {{ columns(visit, 'chained_visits') }},
        chained_visits.exited_at,
        chained_visits.exited_date,
        case
            when chained_visits.previous_step is not null
                then {{ move_direction(
                    'chained_visits.previous_step_order', 'chained_visits.step', 'chained_visits.step_order'
                ) }}
        end as entry_direction,
        case
            when chained_visits.next_step is not null
                then {{ move_direction(
                    'chained_visits.step_order', 'chained_visits.next_step', 'chained_visits.next_step_order'
                ) }}
        end as exit_direction,
        {{ working_seconds_at('chained_visits.entered_at', 'entry_day') }} as working_seconds_at_entry,
        {{ working_seconds_at('coalesce(chained_visits.exited_at, runs.as_of)', 'exit_day') }}
            as working_seconds_at_exit,
        coalesce(responsible.employee_key, 'unassigned') as employee_key
    from chained_visits
    cross join {{ ref('int_run') }} as runs
    left join {{ ref('int_date') }} as entry_day
        on chained_visits.entered_date = entry_day.date_day
    left join {{ ref('int_date') }} as exit_day
        on coalesce(chained_visits.exited_date, runs.as_of_date) = exit_day.date_day
    {{ join_responsible('chained_visits', 'chained_visits.entered_at') }}
)

select
    visits.deal_key || '#' || visits.visit_number as visit_key,
    visits.deal_key,
    cast(visits.visit_number as bigint) as visit_number,
    visits.stage_key,
    visits.pipeline_key,
    visits.step,
    cast(visits.step_order as bigint) as step_order,
    visits.is_won_stage,
    visits.is_inferred,
    visits.exited_at is null as is_current,
    visits.entered_at,
    visits.entered_date,
    visits.exited_at,
    visits.exited_date,
    visits.entry_direction,
    visits.exit_direction,
    visits.employee_key,
    coalesce(units.org_unit_key, 'unassigned') as org_unit_key,
    cast(
        floor((visits.working_seconds_at_exit - visits.working_seconds_at_entry) / 60) as bigint
    ) as working_minutes
from measured_visits as visits
{{ join_unit('visits', 'visits.entered_date') }}
