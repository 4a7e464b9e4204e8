with lead_mark as (
    select
        lead_key,
        max(case when meaning = 'channel' then lower(field_value) end) as channel_value,
        coalesce(max(case when meaning = 'utm_source' then lower(field_value) end), '') as utm_source,
        coalesce(max(case when meaning = 'utm_medium' then lower(field_value) end), '') as utm_medium,
        max(case when meaning = 'utm_campaign' then lower(field_value) end) as utm_campaign
    from {{ ref('int_lead_field_values') }}
    group by lead_key
),

channel_value as (
    select
        source,
        lower(value) as channel_value,
        channel_key,
        row_number() over (partition by source, lower(value) order by file_row nulls last, row_key nulls last) as place
    from {{ ref('stg_files__channels') }}
    where not is_deleted
),

utm_channel as (
    {{ channels_of_marks() }}
),

campaign as (
    {{ campaigns_of_marks() }}
),

-- What the card says itself wins; marks of the visit speak where it says nothing.
lead_channel as (
    select
        lead.lead_key,
        case
            when lead_mark.channel_value is not null then coalesce(channel_value.channel_key, 'unmapped')
            else coalesce(utm_channel.channel_key, 'none')
        end as channel_key,
        campaign.campaign_key
    from {{ ref('int_vendor_leads') }} as lead
    left join lead_mark
        on lead.lead_key = lead_mark.lead_key
    left join channel_value
        on
            lead.source = channel_value.source
            and lead_mark.channel_value = channel_value.channel_value
            and channel_value.place = 1
    left join utm_channel
        on
            coalesce(lead_mark.utm_source, '') = utm_channel.utm_source
            and coalesce(lead_mark.utm_medium, '') = utm_channel.utm_medium
            and utm_channel.place = 1
    left join campaign
        on lead_mark.utm_campaign = campaign.campaign_id
)

select
    lead_channel.lead_key,
    lead_channel.channel_key,
    coalesce(channel.channel_name, lead_channel.channel_key) as channel_name,
    lead_channel.campaign_key
from lead_channel
left join {{ ref('int_channels') }} as channel
    on lead_channel.channel_key = channel.channel_key
