with campaign_day as (
    select
        source,
        campaign_key,
        date_day,
        sum(case when vat_basis = 'net' then impressions_count end) as impressions_count,
        sum(case when vat_basis = 'net' then clicks_count end) as clicks_count,
        cast(round(sum(case when vat_basis = 'net' then amount end), 2) as decimal(18, 2)) as net_amount,
        cast(round(sum(case when vat_basis = 'gross' then amount end), 2) as decimal(18, 2)) as gross_amount
    from {{ ref('int_vendor_ad_spend') }}
    where not is_deleted
    group by
        source,
        campaign_key,
        date_day
),

-- A whole account may stand for a channel.
account_channel as (
    select
        source,
        channel_key,
        row_number() over (partition by source order by file_row nulls last, row_key nulls last) as place
    from {{ ref('stg_files__channels') }}
    where
        not is_deleted
        and value = '*'
)

select
    campaign_day.source,
    campaign_day.campaign_key,
    campaign_day.date_day,
    coalesce(account_channel.channel_key, 'unmapped') as channel_key,
    cast(coalesce(campaign_day.impressions_count, 0) as bigint) as impressions_count,
    cast(coalesce(campaign_day.clicks_count, 0) as bigint) as clicks_count,
    cast(
        {{ in_base_currency('campaign_day.net_amount', 'campaign.currency_code', 'rate') }} as decimal(18, 2)
    ) as spend_amount,
    cast(
        {{ in_base_currency('campaign_day.gross_amount', 'campaign.currency_code', 'rate') }} as decimal(18, 2)
    ) as spend_gross_amount,
    campaign.currency_code
from campaign_day
inner join {{ ref('int_campaigns') }} as campaign
    on campaign_day.campaign_key = campaign.campaign_key
left join account_channel
    on
        campaign_day.source = account_channel.source
        and account_channel.place = 1
left join {{ ref('int_exchange_rates') }} as rate
    on
        campaign.currency_code = rate.currency_code
        and campaign_day.date_day = rate.date_day
