{{ config(materialized='table') }}

{# One row per enquiry. While its deal exists the deal speaks, and the lead says when the enquiry began. #}

with linkable_card as (
    select
        enquiry_card.lead_key,
        enquiry_card.contact_key,
        enquiry_card.company_key,
        card_contact.linked_records as further_records
    from {{ ref('stg_bitrix24__enquiries') }} as enquiry_card
    left join {{ ref('stg_bitrix24__card_contacts') }} as card_contact
        on enquiry_card.owner_key = card_contact.owner_key
),

linked_card as (
    select
        lead_key,
        list_filter(
            list_concat(
                [
                    struct_pack(record_key := contact_key, record_type := 'contact', is_main := true),
                    struct_pack(record_key := company_key, record_type := 'company', is_main := false)
                ],
                list_filter(further_records, lambda link: link.record_key is distinct from contact_key)
            ),
            lambda link: link.record_key is not null
        ) as linked_records
    from linkable_card
),

portal_currency as (
    select
        source,
        currency_code,
        amount_in_base / nullif(units, 0) as rate,
        max(case when is_base then currency_code end) over (partition by source) as base_code
    from {{ ref('stg_bitrix24__portal_currencies') }}
)

select
    enquiry_card.lead_key,
    enquiry_card.source,
    case enquiry_card.owner_kind when 2 then 'deal' else 'lead' end as card_kind,
    enquiry_card._key as source_record_id,
    enquiry_card.enquired_at as created_at,
    enquiry_card.updated_at,
    enquiry_card.closed_at,
    enquiry_card.responsible_user_key,
    enquiry_card.pipeline_key,
    enquiry_card.stage_key,
    -- The portal keeps one rate of a currency, today's.
    case
        when coalesce(enquiry_card.currency_code, '{{ var("base_currency") }}') = '{{ var("base_currency") }}'
            then enquiry_card.amount
        when portal_currency.base_code = '{{ var("base_currency") }}'
            then cast(enquiry_card.amount * portal_currency.rate as decimal(18, 2))
    end as amount,
    coalesce(
        enquiry_card.loss_reason_key,
        case
            when enquiry_card.is_lost
                then
                    enquiry_card.source || ':' || split_part(enquiry_card.stage_key, ':', 2)
                    || '.' || split_part(enquiry_card.stage_key, ':', 3)
        end
    ) as loss_reason_key,
    enquiry_card.loss_reason_name,
    enquiry_card.field_values,
    linked_card.linked_records,
    false as is_marked_deleted,
    enquiry_card.is_gone as is_deleted,
    enquiry_card._unreadable,
    enquiry_card._source,
    enquiry_card._stream,
    enquiry_card._key,
    known_id._deleted_at,
    enquiry_card._observed_at
from {{ ref('stg_bitrix24__enquiries') }} as enquiry_card
left join portal_currency
    on
        enquiry_card.source = portal_currency.source
        and enquiry_card.currency_code = portal_currency.currency_code
left join linked_card
    on enquiry_card.lead_key = linked_card.lead_key
left join {{ ref('stg_bitrix24__known_ids') }} as known_id
    on
        enquiry_card._source = known_id._source
        and enquiry_card._key = known_id._key
        and known_id._stream = case enquiry_card.owner_kind when 2 then 'deal_ids' else 'lead_ids' end
