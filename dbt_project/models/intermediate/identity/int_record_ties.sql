{# Which records are one customer, tie by tie. Records that share a value are all tied to the smallest of them.

   Two cards that a person called different part what ties them: each card goes with the nearer of the two, in steps from
   card to card (none between two that a person called one), and what stands on cards of both sides ties only those of
   one side. #}
{%- set most_steps, value = 8, ['evidence', 'held'] %}
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
        on {{ same_in(value, 'holding', 'neighbour') }}
    left join decided_record
        on neighbour.record_key = decided_record.record_key
    where reached.steps < {{ most_steps }} and decided_record.record_key is null
),

ranked as (
    select
        record_key,
        decided_record_key,
        rank() over (partition by record_key order by steps nulls last) as place
    from reached
),

nearest as (
    select
        record_key,
        decided_record_key
    from ranked
    where place = 1
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
            and {{ same_in(value, 'one_side', 'other_side') }}
),

tie as (
    select
        holding.record_key,
        min(holding.record_key) over (
            partition by {{ columns(value, 'holding') }}, case when parted.held is not null then side.side end
        ) as tied_record_key,
        holding.evidence
    from holding
    left join parted
        on {{ same_in(value, 'holding', 'parted') }}
    left join side
        on holding.record_key = side.record_key
)

select distinct
    record_key,
    tied_record_key,
    evidence
from tie
where record_key <> tied_record_key
