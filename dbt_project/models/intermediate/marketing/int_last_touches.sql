with ranked_touch as (
    select
        lead_key,
        touch_number,
        channel_key,
        campaign_key,
        row_number() over (
            partition by lead_key
            order by
                case when is_direct then 1 else 0 end nulls last,
                case when not is_direct then touch_number end desc nulls last,
                case when touch_type = 'lead' then 0 else 1 end nulls last
        ) as place
    from {{ ref('int_touches') }}
)

select
    lead_key,
    touch_number,
    channel_key,
    coalesce(campaign_key, 'none') as campaign_key
from ranked_touch
where place = 1
