{% set cell = ['stage_key', 'org_unit_key', 'channel_key', 'client_status'] %}

-- What stands in a cell at the end of a day with moves stands unchanged until the cell's next move.
with standings as (
    select
        date_day,
        {{ columns(cell) }},
        sum(change_count) over up_to_day as standing_count,
        sum(change_amount) over up_to_day as standing_amount,
        coalesce(lead(date_day) over by_day, as_of_date) as next_move_date
    from {{ ref('int_stage_moves') }}
    window
        by_day as (partition by {{ columns(cell) }} order by date_day nulls last),
        up_to_day as (
            partition by {{ columns(cell) }}
            order by date_day nulls last
            rows between unbounded preceding and current row
        )
),

standing_days as (
    select
        date_day as standing_date,
        {{ columns(cell) }},
        standing_count,
        standing_amount
    from standings
    union all
    select
        {{ days_until('date_day + 1', 'next_move_date') }} as standing_date,
        {{ columns(cell) }},
        standing_count,
        standing_amount
    from standings
    where standing_count <> 0
),

-- A day that was not loaded shows the cells that stood at the end of the last loaded day before it.
shown_days as (
    select
        coverage.date_day,
        coverage.is_complete,
        max(case when coverage.is_complete then coverage.date_day end) over (
            order by coverage.date_day nulls last
            rows between unbounded preceding and current row
        ) as standing_date
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.metric = 'entered_count'
),

cells as (
    select
        shown_days.date_day,
        shown_days.is_complete,
        {{ columns(cell, 'standing_days') }},
        standing_days.standing_count,
        standing_days.standing_amount
    from standing_days
    inner join shown_days
        on standing_days.standing_date = shown_days.standing_date
    where shown_days.is_complete or standing_days.standing_count <> 0
),

channels as (
    select
        channel_key,
        min(channel_name) as channel_name
    from {{ ref('int_leads') }}
    group by channel_key
)

select
    cells.date_day,
    {{ columns(cell, 'cells') }},
    pipeline_stages.pipeline_key,
    pipeline_stages.pipeline_name,
    pipeline_stages.stage_name,
    pipeline_stages.stage_order,
    pipeline_stages.step,
    coalesce(org_units.unit_name, cells.org_unit_key) as org_unit_name,
    coalesce(channels.channel_name, cells.channel_key) as channel_name,
    {{ known_sums('cells.is_complete', 'moved', [
        'entered_count', 'entered_amount', 'exited_forward_count', 'exited_back_count', 'exited_same_step_count',
        'exited_unmapped_count', 'lost_count'
    ]) }},
    {{ known_sums('cells.is_complete', 'cells', ['standing_count', 'standing_amount']) }},
    cells.is_complete
from cells
left join {{ ref('int_stage_moves') }} as moved
    on
        cells.date_day = moved.date_day
        and {{ same_in(cell, 'cells', 'moved') }}
left join {{ ref('dim_pipeline_stage') }} as pipeline_stages
    on cells.stage_key = pipeline_stages.stage_key
left join {{ ref('int_org_units') }} as org_units
    on cells.org_unit_key = org_units.org_unit_key
left join channels
    on cells.channel_key = channels.channel_key
