{# What stands on several live cards and speaks for one customer: a value, a link of the CRM, a person's decision. #}

with live_identifier as (
    select
        identifier.record_key,
        identifier.identifier_kind,
        identifier.identifier_value,
        identifier.tax_branch_id
    from {{ ref('int_record_identifiers') }} as identifier
    inner join {{ ref('int_source_records') }} as source_record
        on identifier.record_key = source_record.record_key
    where not source_record.is_deleted
),

shared_value as (
    select
        identifier_kind,
        identifier_value,
        count(*) as cards_count,
        -- One card without a KPP ties all cards of the firm, each of which it may belong to.
        identifier_kind = 'tax_id'
        and length(identifier_value) = 10
        and count(*) = count(tax_branch_id)
        and count(*) <= {{ var('max_shared_cards') }} as is_by_branch
    from live_identifier
    group by
        identifier_kind,
        identifier_value
    having count(*) >= 2
),

crm_link as (
    select
        record_key,
        {{ explode('linked_record_keys') }} as other_record_key
    from {{ ref('int_vendor_cards') }}
),

live_record as (
    select record_key
    from {{ ref('int_source_records') }}
    where not is_deleted
),

pair as (
    select distinct
        least(crm_link.record_key, crm_link.other_record_key) as record_key,
        greatest(crm_link.record_key, crm_link.other_record_key) as other_record_key,
        'crm_link' as evidence
    from crm_link
    inner join live_record
        on crm_link.record_key = live_record.record_key
    inner join live_record as linked_record
        on crm_link.other_record_key = linked_record.record_key
    where crm_link.record_key <> crm_link.other_record_key

    union all

    select
        record_key,
        other_record_key,
        'decision' as evidence
    from {{ ref('int_identity_decisions') }}
    where state = 'valid' and decision = 'same'
),

pair_end as (
    {{ whole_numbers('place', 2) }}
)

select
    live_identifier.record_key,
    live_identifier.identifier_kind as evidence,
    live_identifier.identifier_value
    || case when shared_value.is_by_branch then '/' || live_identifier.tax_branch_id else '' end as held,
    cast(shared_value.cards_count as bigint) as cards_count
from live_identifier
inner join shared_value
    on
        live_identifier.identifier_kind = shared_value.identifier_kind
        and live_identifier.identifier_value = shared_value.identifier_value

union all

select
    case when pair_end.place = 1 then pair.record_key else pair.other_record_key end as record_key,
    pair.evidence,
    pair.record_key || ' ' || pair.other_record_key as held,
    cast(2 as bigint) as cards_count
from pair
cross join pair_end
