{# Contacts, companies and counterparties of all systems in one list. A card is deleted when the newest sign of its
   death is not older than the newest sign of its life. #}

with sign_of_life as (
    select
        record_key,
        _observed_at as seen_at
    from {{ ref('int_vendor_cards') }}
    where not is_marked_deleted and not is_deleted
    union all
    select
        record_key,
        happened_at as seen_at
    from {{ ref('int_vendor_events') }}
    where record_type in ('contact', 'company') and event_type = 'restored'
),

newest_life as (
    select
        record_key,
        max(seen_at) as seen_at
    from sign_of_life
    group by record_key
),

newest_death as (
    select
        record_key,
        max(happened_at) as seen_at
    from {{ ref('int_vendor_events') }}
    where record_type in ('contact', 'company') and event_type in ('deleted', 'merged')
    group by record_key
),

sole_trader as (
    select distinct record_key
    from {{ ref('int_record_identifiers') }}
    where identifier_kind = 'tax_id' and length(identifier_value) = 12
),

judged_record as (
    select
        card.record_key,
        card.record_type,
        card.source,
        newest_life.seen_at is null or coalesce(newest_death.seen_at >= newest_life.seen_at, false) as is_deleted,
        coalesce(card.created_at, card._first_observed_at) as first_seen_at,
        -- The CRM has no legal form: a sole trader there shows by the tax id of a person or by his name.
        case
            when card.record_type = 'company'
                then
                    card.is_legal_entity
                    and sole_trader.record_key is null
                    and lower(trim(card.legal_name)) not like 'ип %'
            else card.is_legal_entity
        end as is_legal_entity,
        card.legal_name,
        coalesce(responsible.employee_key, 'unassigned') as employee_key
    from {{ ref('int_vendor_cards') }} as card
    left join newest_life
        on card.record_key = newest_life.record_key
    left join newest_death
        on card.record_key = newest_death.record_key
    left join sole_trader
        on card.record_key = sole_trader.record_key
    left join {{ ref('int_source_users') }} as responsible
        on card.responsible_user_key = responsible.source_user_key
    where card.record_type in ('contact', 'company', 'counterparty')
)

select
    record_key,
    record_type,
    source,
    is_deleted,
    first_seen_at,
    is_legal_entity,
    case when is_legal_entity then legal_name end as legal_name,
    employee_key
from judged_record
