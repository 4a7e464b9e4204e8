{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with live_deals as (
    select
        lead_key as deal_key,
        stage_key,
        created_at,
        updated_at
    from {{ ref('int_leads') }}
),

numbered_changes as (
    select
        deal_key,
        changed_at,
        from_stage_key,
        to_stage_key,
        row_number() over (partition by deal_key order by changed_at nulls last, event_key nulls last) as change_number
    from {{ ref('int_deal_stage_changes') }}
),

-- The card itself closes the chain: if the history ends elsewhere, the last stay begins with the card's last update.
starts as (
    select
        live_deals.deal_key,
        cast(0 as bigint) as start_number,
        live_deals.created_at as started_at,
        coalesce(numbered_changes.from_stage_key, numbered_changes.to_stage_key, live_deals.stage_key) as stage_key,
        false as is_inferred
    from live_deals
    left join numbered_changes
        on
            live_deals.deal_key = numbered_changes.deal_key
            and numbered_changes.change_number = 1
    union all
    select
        live_deals.deal_key,
        numbered_changes.change_number as start_number,
        numbered_changes.changed_at as started_at,
        numbered_changes.to_stage_key as stage_key,
        false as is_inferred
    from live_deals
    inner join numbered_changes
        on live_deals.deal_key = numbered_changes.deal_key
    union all
    select
        deal_key,
        cast(9000000000000000000 as bigint) as start_number,
        updated_at as started_at,
        stage_key,
        true as is_inferred
    from live_deals
)

select
    deal_key,
    start_number,
    stage_key,
    is_inferred,
    max(started_at) over (
        partition by deal_key
        order by start_number nulls last
        rows between unbounded preceding and current row
    ) as entered_at,
    lag(stage_key) over (partition by deal_key order by start_number nulls last) as previous_stage_key
from starts
