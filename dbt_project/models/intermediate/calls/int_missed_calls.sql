with spoken_instant as (
    select
        phone,
        started_at,
        max(case when direction = 'out' or (direction = 'in' and is_answered) then started_at end) as recalled_at
    from {{ ref('int_conversations') }}
    where
        phone is not null
        and direction <> 'internal'
    group by
        phone,
        started_at
),

-- The next instant at which somebody of ours spoke, or tried to speak, with the number.
followed_instant as (
    select
        phone,
        started_at,
        min(recalled_at) over (
            partition by phone
            order by started_at nulls last
            rows between 1 following and unbounded following
        ) as recalled_at
    from spoken_instant
),

-- The first day from a day on that is not loaded whole.
gap_after_day as (
    select
        date_day,
        min(case when not is_complete then date_day end) over (
            order by date_day nulls last
            rows between current row and unbounded following
        ) as missing_date
    from {{ ref('int_entity_coverage_day') }}
    where entity = 'calls'
),

loaded_after_day as (
    select
        gap_after_day.date_day,
        calendar.day_start_at as loaded_to
    from gap_after_day
    cross join {{ ref('int_run') }} as run
    inner join {{ ref('int_date') }} as calendar
        on calendar.date_day = least(coalesce(gap_after_day.missing_date, run.as_of_date), run.as_of_date)
),

missed_call as (
    select
        conversation.call_key,
        conversation.started_at + interval '{{ var("recall_hours") }} hour' as window_end_at,
        followed_instant.recalled_at,
        loaded_after_day.loaded_to
    from {{ ref('int_conversations') }} as conversation
    left join followed_instant
        on
            conversation.phone = followed_instant.phone
            and conversation.started_at = followed_instant.started_at
    left join loaded_after_day
        on conversation.started_date = loaded_after_day.date_day
    where conversation.is_missed
)

select
    call_key,
    case when recalled_at <= window_end_at then recalled_at end as recalled_at,
    case
        when recalled_at <= window_end_at then true
        when window_end_at <= loaded_to then false
    end as is_recalled
from missed_call
