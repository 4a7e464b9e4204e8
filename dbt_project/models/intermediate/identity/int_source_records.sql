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

-- Twelve digits are a person's tax id, ten are a firm's.
tax_number as (
    select
        record_key,
        max(case when length(identifier_value) = 12 then 1 else 0 end) = 1 as is_of_person,
        max(case when length(identifier_value) = 10 then 1 else 0 end) = 1 as is_of_firm
    from {{ ref('int_record_identifiers') }}
    where identifier_kind = 'tax_id'
    group by record_key
),

card as (
    select
        vendor_card.record_key,
        vendor_card.record_type,
        vendor_card.source,
        vendor_card.created_at,
        vendor_card._first_observed_at,
        vendor_card.is_legal_entity,
        vendor_card.legal_name,
        vendor_card.responsible_user_key,
        coalesce(tax_number.is_of_person, false) or not coalesce(vendor_card.is_legal_entity, true) as is_person,
        -- The CRM has no legal form: its every company claims to be one.
        coalesce(tax_number.is_of_firm, false)
        or (vendor_card.record_type = 'counterparty' and coalesce(vendor_card.is_legal_entity, false)) as is_known_firm
    from {{ ref('int_vendor_cards') }} as vendor_card
    left join tax_number
        on vendor_card.record_key = tax_number.record_key
    where vendor_card.record_type in ('contact', 'company', 'counterparty')
),

judged_record as (
    select
        card.record_key,
        card.record_type,
        card.source,
        newest_life.seen_at is null or coalesce(newest_death.seen_at >= newest_life.seen_at, false) as is_deleted,
        coalesce(card.created_at, card._first_observed_at) as first_seen_at,
        card.is_person,
        card.is_known_firm,
        not card.is_person and {{ is_company_name('card.legal_name', 'card.is_known_firm') }} as is_named_as_firm,
        card.legal_name,
        coalesce(responsible.employee_key, 'unassigned') as employee_key
    from card
    left join newest_life
        on card.record_key = newest_life.record_key
    left join newest_death
        on card.record_key = newest_death.record_key
    left join {{ ref('int_source_users') }} as responsible
        on card.responsible_user_key = responsible.source_user_key
)

select
    record_key,
    record_type,
    source,
    is_deleted,
    first_seen_at,
    case when is_person then false when is_known_firm or is_named_as_firm then true end as is_legal_entity,
    case when is_named_as_firm then legal_name end as legal_name,
    employee_key
from judged_record
