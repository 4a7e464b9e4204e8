{# Which records are one customer, tie by tie. Records that share a value are all tied to the smallest of them.

   Two cards that a person called different part what ties them: each card goes with the nearer of the two, in steps from
   card to card (none between two that a person called one), and what stands on cards of both sides ties only those of
   one side. #}
{%- set most_steps = 8 %}

with recursive holding as materialized (
    select
        record_key,
        evidence,
        held
    from {{ ref('int_record_holdings') }}
    where cards_count <= {{ var('max_shared_cards') }}
),

parted_pair as (
    select
        record_key,
        other_record_key
    from {{ ref('int_identity_decisions') }}
    where state = 'valid' and decision = 'different'
),

decided_record as (
    select record_key from parted_pair
    union
    select other_record_key as record_key from parted_pair
),

reached (record_key, decided_record_key, steps) as (
    select
        record_key,
        record_key as decided_record_key,
        0 as steps
    from decided_record

    union

    select
        neighbour.record_key,
        reached.decided_record_key,
        reached.steps + case when holding.evidence = 'decision' then 0 else 1 end as steps
    from reached
    inner join holding
        on reached.record_key = holding.record_key
    inner join holding as neighbour
        on
            holding.evidence = neighbour.evidence
            and holding.held = neighbour.held
    left join decided_record
        on neighbour.record_key = decided_record.record_key
    where reached.steps < {{ most_steps }} and decided_record.record_key is null
),

shortest as (
    select
        record_key,
        min(steps) as steps
    from reached
    group by record_key
),

nearest as (
    select
        reached.record_key,
        reached.decided_record_key
    from reached
    inner join shortest
        on
            reached.record_key = shortest.record_key
            and reached.steps = shortest.steps
),

side as (
    select
        record_key,
        {{ joined_text('decided_record_key', 'decided_record_key') }} as side
    from nearest
    group by record_key
),

held_by_side as (
    select distinct
        holding.evidence,
        holding.held,
        nearest.decided_record_key
    from holding
    inner join nearest
        on holding.record_key = nearest.record_key
),

parted as (
    select distinct
        one_side.evidence,
        one_side.held
    from held_by_side as one_side
    inner join parted_pair
        on one_side.decided_record_key = parted_pair.record_key
    inner join held_by_side as other_side
        on
            parted_pair.other_record_key = other_side.decided_record_key
            and one_side.evidence = other_side.evidence
            and one_side.held = other_side.held
),

tie as (
    select
        holding.record_key,
        min(holding.record_key) over (
            partition by
                holding.evidence,
                holding.held,
                case when parted.held is not null then side.side end
        ) as tied_record_key,
        holding.evidence
    from holding
    left join parted
        on
            holding.evidence = parted.evidence
            and holding.held = parted.held
    left join side
        on holding.record_key = side.record_key
)

select distinct
    record_key,
    tied_record_key,
    evidence
from tie
where record_key <> tied_record_key
