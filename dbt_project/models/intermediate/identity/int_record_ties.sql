{# Which records are one customer, tie by tie. Records that share a value are all tied to the smallest of them. #}

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
        min(record_key) as tied_record_key,
        -- One card without a KPP ties all cards of the firm, each of which it may belong to.
        identifier_kind = 'tax_id'
        and length(identifier_value) = 10
        and count(*) = count(tax_branch_id) as is_by_branch
    from live_identifier
    group by
        identifier_kind,
        identifier_value
    having count(*) between 2 and {{ var('max_shared_cards') }}
),

shared_branch as (
    select
        live_identifier.identifier_value,
        live_identifier.tax_branch_id,
        min(live_identifier.record_key) as tied_record_key
    from live_identifier
    inner join shared_value
        on
            live_identifier.identifier_kind = shared_value.identifier_kind
            and live_identifier.identifier_value = shared_value.identifier_value
    where shared_value.is_by_branch
    group by
        live_identifier.identifier_value,
        live_identifier.tax_branch_id
),

crm_link as (
    select
        record_key,
        {{ explode('linked_record_keys') }} as tied_record_key
    from {{ ref('int_vendor_cards') }}
),

tie as (
    select
        live_identifier.record_key,
        case when shared_value.is_by_branch then shared_branch.tied_record_key else shared_value.tied_record_key end
            as tied_record_key,
        live_identifier.identifier_kind as evidence
    from live_identifier
    inner join shared_value
        on
            live_identifier.identifier_kind = shared_value.identifier_kind
            and live_identifier.identifier_value = shared_value.identifier_value
    left join shared_branch
        on
            shared_value.is_by_branch
            and live_identifier.identifier_value = shared_branch.identifier_value
            and live_identifier.tax_branch_id = shared_branch.tax_branch_id

    union all

    select
        greatest(crm_link.record_key, crm_link.tied_record_key) as record_key,
        least(crm_link.record_key, crm_link.tied_record_key) as tied_record_key,
        'crm_link' as evidence
    from crm_link
    inner join {{ ref('int_source_records') }} as source_record
        on crm_link.record_key = source_record.record_key
    inner join {{ ref('int_source_records') }} as linked_record
        on crm_link.tied_record_key = linked_record.record_key
    where
        not source_record.is_deleted
        and not linked_record.is_deleted
)

select distinct
    record_key,
    tied_record_key,
    evidence
from tie
where record_key <> tied_record_key
