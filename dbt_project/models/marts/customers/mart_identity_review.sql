with card as (
    select
        customer_records.record_key,
        customer_records.customer_key,
        records.record_type,
        {{ card_url('records.source', 'records.record_type', "split_part(records.record_key, ':', 3)") }} as card_url
    from {{ ref('int_customer_records') }} as customer_records
    inner join {{ ref('int_source_records') }} as records
        on customer_records.record_key = records.record_key
),

open_doubt as (
    select
        record_key,
        other_record_key,
        reason,
        evidence,
        cards_count
    from {{ ref('int_identity_doubts') }}

    union all

    select
        decision.record_key,
        decision.other_record_key,
        'overruled' as reason,
        'decision' as evidence,
        2 as cards_count
    from {{ ref('int_identity_decisions') }} as decision
    inner join card
        on decision.record_key = card.record_key
    inner join card as other_card
        on decision.other_record_key = other_card.record_key
    where
        decision.state = 'valid'
        and (decision.decision = 'same') <> (card.customer_key = other_card.customer_key)
)

select
    open_doubt.record_key as source_record_key,
    open_doubt.other_record_key as other_source_record_key,
    open_doubt.reason,
    open_doubt.evidence,
    cast(open_doubt.cards_count as bigint) as cards_count,
    card.customer_key = other_card.customer_key as is_one_customer,
    card.customer_key,
    other_card.customer_key as other_customer_key,
    card.record_type,
    other_card.record_type as other_record_type,
    card.card_url as source_url,
    other_card.card_url as other_source_url,
    customer.paid_amount,
    other_customer.paid_amount as other_paid_amount
from open_doubt
inner join card
    on open_doubt.record_key = card.record_key
inner join card as other_card
    on open_doubt.other_record_key = other_card.record_key
inner join {{ ref('dim_customer') }} as customer
    on card.customer_key = customer.customer_key
inner join {{ ref('dim_customer') }} as other_customer
    on other_card.customer_key = other_customer.customer_key
