with stage_change as (
    select
        event.event_key,
        event.record_key as deal_key,
        event.happened_at as changed_at,
        event.from_stage_key,
        event.to_stage_key,
        row_number() over (
            partition by event.record_key, event.happened_at, event.from_stage_key, event.to_stage_key
            order by event.event_key nulls last
        ) as place
    from {{ ref('int_vendor_events') }} as event
    inner join {{ ref('int_leads') }} as lead
        on event.record_key = lead.lead_key
    where
        event.event_type = 'stage_changed'
        and event.happened_at is not null
        and event.to_stage_key is not null
        and (event.from_stage_key is null or event.from_stage_key <> event.to_stage_key)
)

select
    event_key,
    deal_key,
    changed_at,
    from_stage_key,
    to_stage_key
from stage_change
where place = 1
order by
    changed_at nulls last,
    event_key nulls last
