{% set cell = ['stage_key', 'org_unit_key', 'channel_key', 'client_status'] %}

with funnel_visits as (
    select
        visits.stage_key,
        visits.org_unit_key,
        deals.channel_key,
        visits.entered_date,
        visits.exited_date,
        visits.exit_direction,
        deals.amount,
        {{ client_status('customer_payments', 'deals.created_date') }} as client_status
    from {{ ref('int_deal_stage_visits') }} as visits
    inner join {{ ref('int_deal_outcomes') }} as deals
        on visits.deal_key = deals.deal_key
    left join {{ ref('int_customer_payments') }} as customer_payments
        on deals.customer_key = customer_payments.customer_key
),

moves as (
    select
        entered_date as date_day,
        {{ columns(cell) }},
        amount,
        'entered' as move
    from funnel_visits
    union all
    select
        exited_date as date_day,
        {{ columns(cell) }},
        amount,
        exit_direction as move
    from funnel_visits
    where exited_date is not null
),

moved as (
    select
        moves.date_day,
        {{ columns(cell, 'moves') }},
        runs.as_of_date,
        sum(case when moves.move = 'entered' then 1 else 0 end) as entered_count,
        sum(case when moves.move = 'forward' then 1 else 0 end) as exited_forward_count,
        sum(case when moves.move = 'back' then 1 else 0 end) as exited_back_count,
        sum(case when moves.move = 'same_step' then 1 else 0 end) as exited_same_step_count,
        sum(case when moves.move = 'unmapped' then 1 else 0 end) as exited_unmapped_count,
        sum(case when moves.move = 'lost' then 1 else 0 end) as lost_count,
        sum(case when moves.move = 'entered' then moves.amount else 0 end) as entered_amount,
        sum(case when moves.move = 'entered' then 1 else -1 end) as change_count,
        sum(case when moves.move = 'entered' then moves.amount else -moves.amount end) as change_amount
    from moves
    inner join {{ ref('int_run') }} as runs
        on moves.date_day < runs.as_of_date
    group by moves.date_day, runs.as_of_date, {{ columns(cell, 'moves') }}
),

-- What stands in a cell at the end of a day with moves stands unchanged until the cell's next move.
standings as (
    select
        date_day,
        {{ columns(cell) }},
        sum(change_count) over up_to_day as standing_count,
        sum(change_amount) over up_to_day as standing_amount,
        coalesce(lead(date_day) over by_day, as_of_date) as next_move_date
    from moved
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
left join moved
    on
        cells.date_day = moved.date_day
        and {{ same_in(cell, 'cells', 'moved') }}
left join {{ ref('dim_pipeline_stage') }} as pipeline_stages
    on cells.stage_key = pipeline_stages.stage_key
left join {{ ref('int_org_units') }} as org_units
    on cells.org_unit_key = org_units.org_unit_key
left join channels
    on cells.channel_key = channels.channel_key
