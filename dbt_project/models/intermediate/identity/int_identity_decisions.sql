with decided_pair as (
    select
        least(record_key, other_record_key) as record_key,
        greatest(record_key, other_record_key) as other_record_key,
        min(decision) as decision,
        min(decision) <> max(decision) as is_contradicted
    from {{ ref('stg_files__identity_decisions') }}
    where not is_deleted
    group by
        least(record_key, other_record_key),
        greatest(record_key, other_record_key)
)

select
    decided_pair.record_key,
    decided_pair.other_record_key,
    decided_pair.decision,
    case
        when decided_pair.is_contradicted then 'contradicted'
        when card.record_key is null or other_card.record_key is null then 'unknown_card'
        else 'valid'
    end as state
from decided_pair
left join {{ ref('int_source_records') }} as card
    on
        decided_pair.record_key = card.record_key
        and not card.is_deleted
left join {{ ref('int_source_records') }} as other_card
    on
        decided_pair.other_record_key = other_card.record_key
        and not other_card.is_deleted
