{# What the list of links says replaces what the card carries, even when it says that nobody is linked. #}

with linked_lead as (
    select
        lead.lead_key,
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
    from linked_lead
)

select
    lead_key,
    link.record_key,
    max(case when link.is_main then 1 else 0 end) = 1 as is_main
from linked_record
where link.record_key is not null
group by
    lead_key,
    link.record_key
