-- Touches that can have credit: with a channel, at most so many days before the win or the as-of instant; without any,
-- the one that last_non_direct names.
with counted_touches as (
    select
        touches.lead_key,
        touches.touch_number,
        touches.touched_date,
        touches.channel_key,
        coalesce(touches.campaign_key, 'none') as campaign_key,
        last_touches.touch_number as last_number,
        not touches.is_direct
        and touches.touched_at >= coalesce(deals.won_at, runs.as_of)
        - interval '{{ var("attribution_days") }} day' as is_counted
    from {{ ref('int_touches') }} as touches
    inner join {{ ref('int_last_touches') }} as last_touches
        on touches.lead_key = last_touches.lead_key
    inner join {{ ref('int_deal_outcomes') }} as deals
        on touches.lead_key = deals.deal_key
    cross join {{ ref('int_run') }} as runs
),

credited_touches as (
    select
        lead_key,
        touch_number,
        touched_date,
        channel_key,
        campaign_key,
        row_number() over (partition by lead_key order by touch_number nulls last) as place,
        count(*) over (partition by lead_key) as touches_count
    from counted_touches
    where is_counted or touch_number = last_number
),

models as (
    {{ attribution_models() }}
),

-- In millionths, rounded half up; what is left of the million goes to the last touch.
shares as (
    select
        touches.lead_key,
        touches.touch_number,
        touches.touched_date,
        touches.channel_key,
        touches.campaign_key,
        models.attribution_model,
        touches.place = touches.touches_count as is_last,
        case
            when models.attribution_model = 'last_non_direct' then 0
            when models.attribution_model = 'first'
                then case when touches.place = 1 then 1000000 else 0 end
            when models.attribution_model = 'linear'
                then {{ whole_ratio('1000000', 'touches.touches_count') }}
            when touches.touches_count = 2 then 500000
            when touches.place = 1 then 400000
            else {{ whole_ratio('200000', '(touches.touches_count - 2)') }}
        end as millionths
    from credited_touches as touches
    cross join models
),

running_shares as (
    select
        lead_key,
        touch_number,
        touched_date,
        channel_key,
        campaign_key,
        attribution_model,
        is_last,
        millionths,
        coalesce(
            sum(millionths) over (
                partition by lead_key, attribution_model
                order by touch_number nulls last
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as millionths_before
    from shares
)

select
    running_shares.lead_key as deal_key,
    running_shares.touch_number,
    running_shares.attribution_model,
    running_shares.touched_date,
    running_shares.channel_key,
    channels.channel_name,
    running_shares.campaign_key,
    cast(
        case
            when running_shares.is_last then 1000000 - running_shares.millionths_before
            else running_shares.millionths
        end * cast(0.000001 as decimal(7, 6)) as decimal(9, 6)
    ) as credit,
    cast(running_shares.millionths_before * cast(0.000001 as decimal(7, 6)) as decimal(9, 6)) as credit_before
from running_shares
left join {{ ref('dim_channel') }} as channels
    on running_shares.channel_key = channels.channel_key
where
    running_shares.millionths > 0
    or (running_shares.is_last and running_shares.millionths_before < 1000000)
