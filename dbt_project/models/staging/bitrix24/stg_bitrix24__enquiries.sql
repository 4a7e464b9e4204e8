{{ config(materialized='ephemeral') }}

{# The card of an enquiry that speaks, with the fields of its lead and its deal. #}

{% set speaking = [
    'lead_key', 'source', 'owner_key', 'owner_kind', 'is_gone', 'enquired_at', 'updated_at', 'closed_at', 'responsible_user_key',
    'pipeline_key', 'stage_key', 'is_lost', 'amount', 'currency_code', 'contact_key', 'company_key', '_unreadable', '_source',
    '_stream', '_key', '_observed_at'
] %}

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
)

select
    {{ columns(speaking, 'enquiry_card') }},
    chosen_reason.loss_reason_key,
    chosen_reason.loss_reason_name,
    coalesce(value_list.field_values, cast([] as {{ field_values_type() }})) as field_values
from enquiry_card
left join value_list
    on enquiry_card.lead_key = value_list.lead_key
left join chosen_reason
    on enquiry_card.lead_key = chosen_reason.lead_key
where enquiry_card.place = 1
