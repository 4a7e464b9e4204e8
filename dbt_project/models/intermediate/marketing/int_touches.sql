with tracked_call as (
    select
        conversation.call_key,
        conversation.customer_key,
        conversation.started_at,
        tracked_line.channel_key
    from {{ ref('int_conversations') }} as conversation
    inner join {{ ref('int_tracked_lines') }} as tracked_line
        on
            conversation.source = tracked_line.source
            and conversation.line_number = tracked_line.line_number
    where
        conversation.direction = 'in'
        and conversation.customer_key is not null
        and tracked_line.channel_key is not null
),

touched_lead as (
    select
        leads.lead_key,
        leads.created_at,
        leads.channel_key,
        leads.campaign_key,
        deals.customer_key,
        leads.created_at - interval '{{ var("touch_days") }} day' as touched_from,
        coalesce(deals.won_at, run.as_of) as touched_to
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as deals
        on leads.lead_key = deals.deal_key
    cross join {{ ref('int_run') }} as run
),

touch as (
    select
        lead_key,
        'lead' as touch_type,
        created_at as touched_at,
        channel_key,
        campaign_key,
        cast(null as text) as call_key
    from touched_lead

    union all

    select
        touched_lead.lead_key,
        'call' as touch_type,
        tracked_call.started_at as touched_at,
        tracked_call.channel_key,
        cast(null as text) as campaign_key,
        tracked_call.call_key
    from tracked_call
    inner join touched_lead
        on
            tracked_call.customer_key = touched_lead.customer_key
            and tracked_call.started_at >= touched_lead.touched_from
            and tracked_call.started_at <= touched_lead.touched_to
)

select
    lead_key,
    row_number() over (
        partition by lead_key
        order by touched_at nulls last, case touch_type when 'lead' then 1 else 2 end nulls last, call_key nulls last
    ) as touch_number,
    touch_type,
    touched_at,
    {{ business_date('touched_at') }} as touched_date,
    channel_key,
    campaign_key,
    call_key,
    channel_key = 'none' as is_direct
from touch
