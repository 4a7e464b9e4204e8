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

entries as (
    select
        entered_date as date_day,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        count(*) as visits_count,
        sum(amount) as visits_amount
    from funnel_visits
    group by
        entered_date,
        stage_key,
        org_unit_key,
        channel_key,
        client_status
),

exits as (
    select
        exited_date as date_day,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        count(*) as visits_count,
        sum(amount) as visits_amount,
        sum(case when exit_direction = 'forward' then 1 else 0 end) as forward_count,
        sum(case when exit_direction = 'back' then 1 else 0 end) as back_count,
        sum(case when exit_direction = 'same_step' then 1 else 0 end) as same_step_count,
        sum(case when exit_direction = 'unmapped' then 1 else 0 end) as unmapped_count,
        sum(case when exit_direction = 'lost' then 1 else 0 end) as lost_count
    from funnel_visits
    where exited_date is not null
    group by
        exited_date,
        stage_key,
        org_unit_key,
        channel_key,
        client_status
),

moves as (
    select
        date_day,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        visits_count,
        visits_amount
    from entries
    union all
    select
        date_day,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        -visits_count as visits_count,
        -visits_amount as visits_amount
    from exits
),

cell_moves as (
    select
        moves.date_day,
        moves.stage_key,
        moves.org_unit_key,
        moves.channel_key,
        moves.client_status,
        runs.as_of_date,
        sum(moves.visits_count) as visits_count,
        sum(moves.visits_amount) as visits_amount
    from moves
    inner join {{ ref('int_run') }} as runs
        on moves.date_day < runs.as_of_date
    group by
        moves.date_day,
        moves.stage_key,
        moves.org_unit_key,
        moves.channel_key,
        moves.client_status,
        runs.as_of_date
),

-- What stands in a cell at the end of a day with moves stands unchanged until the cell's next move.
standings as (
    select
        date_day,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        sum(visits_count) over (
            partition by stage_key, org_unit_key, channel_key, client_status
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as standing_count,
        sum(visits_amount) over (
            partition by stage_key, org_unit_key, channel_key, client_status
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as standing_amount,
        coalesce(
            lead(date_day) over (
                partition by stage_key, org_unit_key, channel_key, client_status order by date_day nulls last
            ),
            as_of_date
        ) as next_move_date
    from cell_moves
),

standing_days as (
    select
        date_day as standing_date,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        standing_count,
        standing_amount
    from standings
    union all
    select
        {{ days_until('date_day + 1', 'next_move_date') }} as standing_date,
        stage_key,
        org_unit_key,
        channel_key,
        client_status,
        standing_count,
        standing_amount
    from standings
    where standing_count <> 0
),

funnel_days as (
    select
        coverage.date_day,
        coverage.is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where
        coverage.metric = 'entered_count'
        and coverage.date_day < runs.as_of_date
),

-- A day that was not loaded shows the cells that stood at the end of the last loaded day before it.
shown_days as (
    select
        date_day,
        is_complete,
        max(case when is_complete then date_day end) over (
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as standing_date
    from funnel_days
),

cells as (
    select
        shown_days.date_day,
        shown_days.is_complete,
        standing_days.stage_key,
        standing_days.org_unit_key,
        standing_days.channel_key,
        standing_days.client_status,
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
    cells.stage_key,
    cells.org_unit_key,
    cells.channel_key,
    cells.client_status,
    pipeline_stages.pipeline_key,
    pipeline_stages.pipeline_name,
    pipeline_stages.stage_name,
    pipeline_stages.stage_order,
    pipeline_stages.step,
    coalesce(org_units.unit_name, cells.org_unit_key) as org_unit_name,
    coalesce(channels.channel_name, cells.channel_key) as channel_name,
    case when cells.is_complete then cast(coalesce(entries.visits_count, 0) as bigint) end as entered_count,
    case
        when cells.is_complete then cast(coalesce(entries.visits_amount, 0) as decimal(18, 2))
    end as entered_amount,
    case when cells.is_complete then cast(coalesce(exits.forward_count, 0) as bigint) end as exited_forward_count,
    case when cells.is_complete then cast(coalesce(exits.back_count, 0) as bigint) end as exited_back_count,
    case when cells.is_complete then cast(coalesce(exits.same_step_count, 0) as bigint) end as exited_same_step_count,
    case when cells.is_complete then cast(coalesce(exits.unmapped_count, 0) as bigint) end as exited_unmapped_count,
    case when cells.is_complete then cast(coalesce(exits.lost_count, 0) as bigint) end as lost_count,
    case when cells.is_complete then cast(cells.standing_count as bigint) end as standing_count,
    case when cells.is_complete then cast(cells.standing_amount as decimal(18, 2)) end as standing_amount,
    cells.is_complete
from cells
left join entries
    on
        cells.date_day = entries.date_day
        and cells.stage_key = entries.stage_key
        and cells.org_unit_key = entries.org_unit_key
        and cells.channel_key = entries.channel_key
        and cells.client_status = entries.client_status
left join exits
    on
        cells.date_day = exits.date_day
        and cells.stage_key = exits.stage_key
        and cells.org_unit_key = exits.org_unit_key
        and cells.channel_key = exits.channel_key
        and cells.client_status = exits.client_status
left join {{ ref('dim_pipeline_stage') }} as pipeline_stages
    on cells.stage_key = pipeline_stages.stage_key
left join {{ ref('int_org_units') }} as org_units
    on cells.org_unit_key = org_units.org_unit_key
left join channels
    on cells.channel_key = channels.channel_key
