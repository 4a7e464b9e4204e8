{# Which live card stands for the customer of a lead: main contact, else first contact by id, else company. #}

with lead_card as (
    select
        lead.lead_key,
        -- What the list of links says replaces what the card carries, even when it says that nobody is linked.
        case
            when lead_link.lead_key is null then lead.linked_records
            else lead_link.linked_records
        end as linked_records
    from {{ ref('int_vendor_leads') }} as lead
    left join {{ ref('int_vendor_lead_links') }} as lead_link
        on lead.lead_key = lead_link.lead_key
),

linked_record as (
    select
        lead_key,
        {{ explode('linked_records') }} as link
    from lead_card
),

live_linked_record as (
    select
        linked_record.lead_key,
        source_record.record_key,
        row_number() over (
            partition by linked_record.lead_key
            order by
                case
                    when source_record.record_type = 'contact' and linked_record.link.is_main then 1
                    when source_record.record_type = 'contact' then 2
                    else 3
                end,
                -- Ids are numbers of growing length.
                length(source_record.record_key),
                source_record.record_key
        ) as place
    from linked_record
    inner join {{ ref('int_source_records') }} as source_record
        on linked_record.link.record_key = source_record.record_key
    where not source_record.is_deleted
)

select
    lead_key,
    record_key
from live_linked_record
where place = 1
