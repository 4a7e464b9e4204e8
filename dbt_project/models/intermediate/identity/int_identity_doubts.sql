{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with shared as (
    select
        holding.evidence,
        holding.held,
        holding.cards_count,
        holding.record_key,
        card.customer_key
    from {{ ref('int_record_holdings') }} as holding
    inner join {{ ref('int_customer_records') }} as card
        on holding.record_key = card.record_key
),

split_value as (
    select
        evidence,
        held,
        min(record_key) as record_key
    from shared
    group by
        evidence,
        held
    having min(customer_key) <> max(customer_key)
),

-- What too many cards share is shown as pairs with the smallest of them: 1 000 cards have half a million pairs.
common as (
    select
        one.record_key,
        other.record_key as other_record_key,
        one.evidence,
        one.cards_count
    from split_value
    inner join shared as one
        on
            split_value.evidence = one.evidence
            and split_value.held = one.held
    inner join shared as other
        on
            one.evidence = other.evidence
            and one.held = other.held
            and one.record_key < other.record_key
    where
        one.customer_key <> other.customer_key
        and (one.cards_count <= {{ var('max_shared_cards') }} or one.record_key = split_value.record_key)
),

-- One customer of several tax ids: each tax id's smallest card beside that of the smallest tax id.
taxpayer as (
    select
        card.customer_key,
        identifier.identifier_value,
        min(card.record_key) as record_key
    from {{ ref('int_customer_records') }} as card
    inner join {{ ref('int_record_identifiers') }} as identifier
        on card.record_key = identifier.record_key
    where identifier.identifier_kind = 'tax_id'
    group by
        card.customer_key,
        identifier.identifier_value
),

taxpayer_pair as (
    select
        min(record_key) over (partition by customer_key) as record_key,
        record_key as other_record_key
    from taxpayer
),

doubt as (
    select
        common.record_key,
        common.other_record_key,
        case when common.cards_count > {{ var('max_shared_cards') }} then 'too_many_cards' else 'parted' end as reason,
        common.evidence,
        common.cards_count
    from common

    union all

    select
        taxpayer_pair.record_key,
        taxpayer_pair.other_record_key,
        'two_tax_ids' as reason,
        case when other_card.evidence <> 'self' then other_card.evidence else card.evidence end as evidence,
        2 as cards_count
    from taxpayer_pair
    inner join {{ ref('int_customer_records') }} as card
        on taxpayer_pair.record_key = card.record_key
    inner join {{ ref('int_customer_records') }} as other_card
        on taxpayer_pair.other_record_key = other_card.record_key
    where taxpayer_pair.record_key <> taxpayer_pair.other_record_key
)

select
    doubt.record_key,
    doubt.other_record_key,
    doubt.reason,
    doubt.evidence,
    max(doubt.cards_count) as cards_count
from doubt
left join {{ ref('int_identity_decisions') }} as decision
    on
        doubt.record_key = decision.record_key
        and doubt.other_record_key = decision.other_record_key
        and decision.state = 'valid'
where decision.record_key is null
group by
    doubt.record_key,
    doubt.other_record_key,
    doubt.reason,
    doubt.evidence
