{# A card is deleted when the newest sign of its death is not older than the newest sign of its life. #}

with sign_of_life as (
    select
        lead_key,
        _observed_at as seen_at
    from {{ ref('int_vendor_leads') }}
    where not is_marked_deleted and not is_deleted
    union all
    select
        record_key as lead_key,
        happened_at as seen_at
    from {{ ref('int_vendor_events') }}
    where record_type = 'lead' and event_type = 'restored'
),

sign_of_death as (
    select
        lead_key,
        _observed_at as seen_at,
        coalesce(deleted_at, _first_observed_at) as deleted_at
    from {{ ref('int_vendor_deleted_leads') }}
    union all
    select
        record_key as lead_key,
        happened_at as seen_at,
        happened_at as deleted_at
    from {{ ref('int_vendor_events') }}
    where record_type = 'lead' and event_type in ('deleted', 'merged')
    union all
    select
        lead_key,
        coalesce(_deleted_at, _observed_at) as seen_at,
        coalesce(_deleted_at, _observed_at) as deleted_at
    from {{ ref('int_vendor_leads') }}
    where is_marked_deleted or is_deleted
),

newest_life as (
    select
        lead_key,
        max(seen_at) as seen_at
    from sign_of_life
    group by lead_key
),

newest_death as (
    select
        lead_key,
        max(seen_at) as seen_at
    from sign_of_death
    group by lead_key
),

-- Signs of an earlier death, before a restoration, do not date this one.
final_death as (
    select
        sign_of_death.lead_key,
        min(sign_of_death.deleted_at) as deleted_at
    from sign_of_death
    inner join newest_death
        on sign_of_death.lead_key = newest_death.lead_key
    left join newest_life
        on sign_of_death.lead_key = newest_life.lead_key
    where
        newest_life.seen_at is null
        or (newest_death.seen_at >= newest_life.seen_at and sign_of_death.seen_at >= newest_life.seen_at)
    group by sign_of_death.lead_key
)

select
    lead_key,
    deleted_at
from final_death
