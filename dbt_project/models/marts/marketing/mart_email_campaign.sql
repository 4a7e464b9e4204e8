{# Counters are cumulative and have no history: a day is what the reading after its midnight found more than the one
   before it. Over several days it is no day's, and what was reached before the first reading is of days unknown. #}
{% set counters = [
    'recipients', 'sent', 'delivered', 'opened', 'opens', 'clicked', 'clicks', 'unsubscribed', 'complaints'
] %}

with reading_pair as (
    select
        source,
        date_day,
        observed_at,
        lag(observed_at) over (partition by source order by date_day nulls last) as observed_before_at,
        lag(date_day) over (partition by source order by date_day nulls last) as date_before
    from {{ ref('int_mailing_readings') }}
),

counted_campaign as (
    select
        newer.source,
        newer.campaign_key,
        newer.campaign_name,
        newer.campaign_status,
        {{ business_date('newer.started_at') }} as started_date,
        reading_pair.date_day,
        reading_pair.date_before,
        reading_pair.date_day = cast(reading_pair.date_before + interval '1 day' as date) as is_next_day,
        {%- for counter in counters %}
            newer.{{ counter }}_count,
            older.{{ counter }}_count as {{ counter }}_before_count,
        {%- endfor %}
        -- Nobody closes again what was opened.
        coalesce(newer.opened_count < older.opened_count, false)
        or coalesce(newer.opens_count < older.opens_count, false)
        or coalesce(newer.clicked_count < older.clicked_count, false)
        or coalesce(newer.clicks_count < older.clicks_count, false) as has_fallen,
        -- What had not begun, or did not exist, had reached nothing.
        coalesce(not older.is_begun, newer.started_at > reading_pair.observed_before_at) as was_nothing
    from reading_pair
    inner join {{ ref('int_vendor_mailing_versions') }} as newer
        on
            reading_pair.source = newer.source
            and reading_pair.observed_at = newer.observed_at
    left join {{ ref('int_vendor_mailing_versions') }} as older
        on
            newer.campaign_key = older.campaign_key
            and reading_pair.observed_before_at = older.observed_at
    where
        newer.is_begun
        and newer.sent_count is not null
),

-- The days of nights that were missed have a row each, and no number.
campaign_day as (
    select
        counted_campaign.source,
        counted_campaign.campaign_key,
        counted_campaign.campaign_name,
        counted_campaign.campaign_status,
        counted_campaign.started_date,
        dates.date_day,
        {%- for counter in counters %}
            case
                when dates.date_day = counted_campaign.date_day then counted_campaign.{{ counter }}_count
            end as {{ counter }}_count,
            case
                when dates.date_day = counted_campaign.date_day and counted_campaign.is_next_day
                    then
                        counted_campaign.{{ counter }}_count - coalesce(
                            counted_campaign.{{ counter }}_before_count,
                            case when counted_campaign.was_nothing then 0 end
                        )
            end as {{ counter }}_added_count,
        {%- endfor %}
        counted_campaign.has_fallen and dates.date_day = counted_campaign.date_day as has_fallen
    from counted_campaign
    inner join {{ ref('int_date') }} as dates
        on
            counted_campaign.date_day = dates.date_day
            or (
                counted_campaign.date_before < dates.date_day
                and counted_campaign.date_day > dates.date_day
                and counted_campaign.started_date <= dates.date_day
            )
)

select
    source,
    campaign_key,
    date_day,
    campaign_name,
    campaign_status,
    started_date,
    {%- for counter in counters %}
        {{ counter }}_count,
        {{ counter }}_added_count,
    {%- endfor %}
    {{ exact_ratio('opened_count', 'delivered_count') }} as open_share,
    {{ exact_ratio('clicked_count', 'delivered_count') }} as click_share,
    has_fallen
from campaign_day
