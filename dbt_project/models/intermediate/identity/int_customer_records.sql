with tie_both_ways as (
    select
        record_key,
        tied_record_key,
        evidence
    from {{ ref('int_record_ties') }}
    union all
    select
        tied_record_key as record_key,
        record_key as tied_record_key,
        evidence
    from {{ ref('int_record_ties') }}
),

-- The tie that is shown: to the record that names the customer if there is one, else the strongest kind.
ranked_tie as (
    select
        component.record_key,
        tie_both_ways.tied_record_key,
        tie_both_ways.evidence,
        row_number() over (
            partition by component.record_key
            order by
                case when tie_both_ways.tied_record_key = component.component_key then 1 else 2 end nulls last,
                case tie_both_ways.evidence
                    when 'decision' then 1
                    when 'tax_id' then 2
                    when 'phone' then 3
                    when 'email' then 4
                    else 5
                end nulls last,
                tie_both_ways.tied_record_key nulls last
        ) as place
    from {{ ref('int_record_components') }} as component
    inner join tie_both_ways
        on component.record_key = tie_both_ways.record_key
    where component.record_key <> component.component_key
),

shown_tie as (
    select
        ranked_tie.record_key,
        ranked_tie.tied_record_key,
        ranked_tie.evidence,
        tied_record.first_seen_at as tied_first_seen_at
    from ranked_tie
    inner join {{ ref('int_source_records') }} as tied_record
        on ranked_tie.tied_record_key = tied_record.record_key
    where ranked_tie.place = 1
)

select
    source_record.record_key,
    coalesce(component.component_key, source_record.record_key) as customer_key,
    coalesce(shown_tie.evidence, 'self') as evidence,
    coalesce(shown_tie.tied_record_key, source_record.record_key) as evidence_record_key,
    greatest(
        source_record.first_seen_at, coalesce(shown_tie.tied_first_seen_at, source_record.first_seen_at)
    ) as first_linked_at
from {{ ref('int_source_records') }} as source_record
left join {{ ref('int_record_components') }} as component
    on source_record.record_key = component.record_key
left join shown_tie
    on source_record.record_key = shown_tie.record_key
where not source_record.is_deleted
