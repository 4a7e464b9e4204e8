{# A campaign is known if the list or any report ever named it. #}

with newest_report as (
    select
        campaign_key,
        source,
        campaign_id,
        campaign_name,
        campaign_type,
        row_number() over (
            partition by campaign_key
            order by _observed_at desc nulls last, campaign_name asc nulls last
        ) as place
    from {{ ref('int_vendor_reported_campaigns') }}
),

known_campaign as (
    select
        campaign_key,
        source,
        campaign_id
    from {{ ref('int_vendor_campaigns') }}
    union
    select
        campaign_key,
        source,
        campaign_id
    from {{ ref('int_vendor_reported_campaigns') }}
),

account_currency as (
    select
        source,
        min(currency_code) as currency_code
    from {{ ref('int_vendor_ad_accounts') }}
    where not is_deleted
    group by source
)

select
    known_campaign.campaign_key,
    known_campaign.source,
    known_campaign.campaign_id,
    coalesce(
        case when not listed.is_deleted then listed.campaign_name end,
        newest_report.campaign_name,
        listed.campaign_name,
        known_campaign.campaign_id
    ) as campaign_name,
    coalesce(listed.campaign_type, newest_report.campaign_type) as campaign_type,
    case when not listed.is_deleted then listed.campaign_state end as campaign_state,
    coalesce(listed.currency_code, account_currency.currency_code, '{{ var("base_currency") }}') as currency_code
from known_campaign
left join {{ ref('int_vendor_campaigns') }} as listed
    on known_campaign.campaign_key = listed.campaign_key
left join newest_report
    on
        known_campaign.campaign_key = newest_report.campaign_key
        and newest_report.place = 1
left join account_currency
    on known_campaign.source = account_currency.source
