with marked_figure as (
    select
        source,
        date_day,
        utm_source,
        utm_medium,
        utm_campaign,
        visits_count,
        0 as reaches_count
    from {{ ref('int_vendor_site_visits') }}
    where not is_deleted

    union all

    select
        source,
        date_day,
        utm_source,
        utm_medium,
        utm_campaign,
        0 as visits_count,
        reaches_count
    from {{ ref('int_vendor_site_goals') }}
    where not is_deleted
),

utm_channel as (
    {{ channels_of_marks() }}
),

campaign as (
    {{ campaigns_of_marks() }}
)

select
    marked_figure.source,
    marked_figure.date_day,
    coalesce(utm_channel.channel_key, 'none') as channel_key,
    coalesce(campaign.campaign_key, 'none') as campaign_key,
    cast(sum(marked_figure.visits_count) as bigint) as site_visits_count,
    cast(sum(marked_figure.reaches_count) as bigint) as site_goals_count
from marked_figure
left join utm_channel
    on
        lower(coalesce(marked_figure.utm_source, '')) = utm_channel.utm_source
        and lower(coalesce(marked_figure.utm_medium, '')) = utm_channel.utm_medium
        and utm_channel.place = 1
left join campaign
    on lower(marked_figure.utm_campaign) = campaign.campaign_id
group by
    marked_figure.source,
    marked_figure.date_day,
    coalesce(utm_channel.channel_key, 'none'),
    coalesce(campaign.campaign_key, 'none')
