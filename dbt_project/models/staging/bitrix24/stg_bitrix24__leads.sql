{{ config(materialized='table') }}

{# One row per enquiry. While its deal exists the deal speaks, and the lead says when the enquiry began. #}

with card as (
    select * from {{ ref('stg_bitrix24__lead_cards') }}
    union all by name
    select * from {{ ref('stg_bitrix24__deal_cards') }}
),

enquiry_card as (
    select
        card.*,
        owner.lead_key,
        owner.owner_kind,
        owner.is_deleted as is_gone,
        min(card.created_at) over (partition by owner.lead_key) as enquired_at,
        row_number() over (
            partition by owner.lead_key
            order by case when owner.is_deleted then 1 else 0 end nulls last, owner.owner_kind desc nulls last
        ) as place
    from card
    inner join {{ ref('stg_bitrix24__owners') }} as owner
        on card.owner_key = owner.owner_key
),

typed_value as (
    select
        lead_key,
        source,
        place,
        {{ explode('field_values') }} as entry
    from enquiry_card
),

option_of_field as (
    {{ bitrix24_option_names() }}
),

-- Where both cards fill a field, the one that speaks is heard.
ranked_value as (
    select
        typed_value.lead_key,
        typed_value.source,
        typed_value.entry.field_id,
        typed_value.entry.field_code,
        typed_value.entry.field_name,
        typed_value.entry.field_value as written,
        coalesce(option_of_field.option_name, typed_value.entry.field_value) as field_value,
        typed_value.place,
        min(typed_value.place) over (
            partition by typed_value.lead_key, typed_value.entry.field_id
        ) as speaking_place
    from typed_value
    left join option_of_field
        on
            typed_value.source = option_of_field.source
            and typed_value.entry.field_id = option_of_field.field_id
            and typed_value.entry.field_value = option_of_field.option_id
),

value_list as (
    select
        lead_key,
        list(
            struct_pack(
                field_id := field_id,
                field_code := field_code,
                field_name := field_name,
                field_value := field_value
            )
            order by field_id nulls last, field_value nulls last
        ) as field_values
    from ranked_value
    where place = speaking_place
    group by lead_key
),

reason_field as (
    {{ bitrix24_fields_meaning('loss_reason') }}
),

chosen_reason as (
    select
        ranked_value.lead_key,
        min(ranked_value.source || ':' || ranked_value.written) as loss_reason_key,
        min(ranked_value.field_value) as loss_reason_name
    from ranked_value
    inner join reason_field
        on
            ranked_value.source = reason_field.source
            and ranked_value.field_id = reason_field.field_id
    where ranked_value.place = ranked_value.speaking_place
    group by ranked_value.lead_key
),

linkable_card as (
    select
        enquiry_card.lead_key,
        enquiry_card.contact_key,
        enquiry_card.company_key,
        card_contact.linked_records as further_records
    from enquiry_card
    left join {{ ref('stg_bitrix24__card_contacts') }} as card_contact
        on enquiry_card.owner_key = card_contact.owner_key
    where enquiry_card.place = 1
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
        chosen_reason.loss_reason_key,
        case
            when enquiry_card.is_lost
                then
                    enquiry_card.source || ':' || split_part(enquiry_card.stage_key, ':', 2)
                    || '.' || split_part(enquiry_card.stage_key, ':', 3)
        end
    ) as loss_reason_key,
    chosen_reason.loss_reason_name,
    coalesce(value_list.field_values, cast([] as {{ field_values_type() }})) as field_values,
    linked_card.linked_records,
    false as is_marked_deleted,
    enquiry_card.is_gone as is_deleted,
    enquiry_card._unreadable,
    enquiry_card._source,
    enquiry_card._stream,
    enquiry_card._key,
    known_id._deleted_at,
    enquiry_card._observed_at
from enquiry_card
left join value_list
    on enquiry_card.lead_key = value_list.lead_key
left join chosen_reason
    on enquiry_card.lead_key = chosen_reason.lead_key
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
where enquiry_card.place = 1
