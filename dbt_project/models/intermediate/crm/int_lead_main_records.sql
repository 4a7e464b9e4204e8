{# Which live card stands for the customer of a lead: main contact, else first contact by id, else company. #}

with live_linked_record as (
    select
        lead_card.lead_key,
        source_record.record_key,
        row_number() over (
            partition by lead_card.lead_key
            order by
                case
                    when source_record.record_type = 'contact' and lead_card.is_main then 1
                    when source_record.record_type = 'contact' then 2
                    else 3
                end nulls last,
                -- Ids are numbers of growing length.
                length(source_record.record_key) nulls last,
                source_record.record_key nulls last
        ) as place
    from {{ ref('int_lead_cards') }} as lead_card
    inner join {{ ref('int_source_records') }} as source_record
        on lead_card.record_key = source_record.record_key
    where not source_record.is_deleted
)

select
    lead_key,
    record_key
from live_linked_record
where place = 1
