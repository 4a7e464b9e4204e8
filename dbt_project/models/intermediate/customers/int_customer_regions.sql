{# Where a customer is: the first rule that answers, in it the first card in the order of keys. #}

with typed_place as (
    select
        customer_key,
        case meaning when 'region' then 1 else 2 end as rule_order,
        record_key,
        field_value as typed
    from {{ ref('int_customer_field_values') }}
    where meaning in ('region', 'address')

    union all

    select
        customer_record.customer_key,
        2 as rule_order,
        card.record_key,
        {{ explode('card.addresses') }} as typed
    from {{ ref('int_vendor_cards') }} as card
    inner join {{ ref('int_customer_records') }} as customer_record
        on card.record_key = customer_record.record_key
),

place_part as (
    select
        customer_key,
        rule_order,
        record_key,
        typed,
        {{ explode(address_parts('typed')) }} as part
    from typed_place
),

live_phone as (
    select
        customer_record.customer_key,
        customer_record.record_key,
        identifier.identifier_value as phone,
        count(*) over (partition by identifier.identifier_value) as card_count
    from {{ ref('int_record_identifiers') }} as identifier
    inner join {{ ref('int_customer_records') }} as customer_record
        on identifier.record_key = customer_record.record_key
    where identifier.identifier_kind = 'phone'
),

answer as (
    select
        place_part.customer_key,
        place_part.rule_order,
        place_part.record_key,
        place_part.typed,
        place_part.part.place as part_place,
        region_word.region_key
    from place_part
    inner join {{ ref('int_region_words') }} as region_word
        on place_part.part.words = region_word.words

    union all

    -- A number on too many cards is nobody's own.
    select
        live_phone.customer_key,
        3 as rule_order,
        live_phone.record_key,
        live_phone.phone as typed,
        1 as part_place,
        area_code.region_key
    from live_phone
    inner join {{ ref('area_codes') }} as area_code
        on substr(live_phone.phone, 1, 4) = area_code.prefix
    where live_phone.card_count <= {{ var('max_shared_cards') }} and length(live_phone.phone) = 11
),

ranked_answer as (
    select
        customer_key,
        rule_order,
        region_key,
        row_number() over (
            partition by customer_key
            order by
                rule_order nulls last,
                record_key nulls last,
                typed nulls last,
                part_place nulls last,
                region_key nulls last
        ) as place
    from answer
)

select
    customer_key,
    region_key,
    case rule_order when 1 then 'field' when 2 then 'address' else 'phone' end as region_rule
from ranked_answer
where place = 1
