{# Links are told twice: by the list of links, and by the card itself. Both of one night are taken together: an empty
   list has been seen for leads whose cards named contacts. A list older than the card speaks only where the card names
   nobody. #}

with told_lead as (
    select
        lead.lead_key,
        lead.linked_records as on_card,
        lead_link.linked_records as in_list,
        coalesce(lead_link._observed_at >= lead._observed_at, false) as is_list_current,
        coalesce({{ list_length('lead.linked_records') }}, 0) > 0 as has_card_links
    from {{ ref('int_vendor_leads') }} as lead
    left join {{ ref('int_vendor_lead_links') }} as lead_link
        on lead.lead_key = lead_link.lead_key
),

told_link as (
    select
        lead_key,
        is_list_current and has_card_links as is_compared,
        1 as on_card,
        0 as in_list,
        {{ explode('on_card') }} as link
    from told_lead

    union all

    select
        lead_key,
        is_list_current and has_card_links as is_compared,
        0 as on_card,
        1 as in_list,
        {{ explode('in_list') }} as link
    from told_lead
    where is_list_current or not has_card_links
)

select
    lead_key,
    link.record_key,
    max(case when link.is_main then 1 else 0 end) = 1 as is_main,
    is_compared and max(on_card) + max(in_list) < 2 as is_disputed
from told_link
where link.record_key is not null
group by
    lead_key,
    link.record_key,
    is_compared
