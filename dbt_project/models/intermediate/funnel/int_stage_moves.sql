{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set cell = ['stage_key', 'org_unit_key', 'channel_key', 'client_status'] %}

{# What moved on each day in each cell of the funnel. #}

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
)

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
