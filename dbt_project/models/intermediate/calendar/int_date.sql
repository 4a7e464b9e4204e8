with official_day as (
    select
        date_day,
        day_name,
        is_working_day,
        is_moved
    from {{ ref('stg_run__calendar') }}
),

-- Before a government decrees its moved days, a year is a guess; of an unknown country every year is.
known_year as (
    select distinct extract(year from date_day) as calendar_year
    from {{ ref('stg_run__calendar') }}
    where is_official
),

-- Whole years, so that the working days of a quarter are all there.
last_calendar_day as (
    select
        greatest(
            cast('2027-12-31' as date),
            cast(date_trunc('year', as_of_date) + interval '2 year' - interval '1 day' as date)
        ) as date_day
    from {{ ref('int_run') }}
),

calendar_day as (
    {{ each_day("cast('2018-01-01' as date)", 'last_calendar_day.date_day') }}
    from last_calendar_day
),

named_day as (
    select
        calendar_day.date_day,
        coalesce(
            official_day.is_working_day,
            {{ day_of_week('calendar_day.date_day') }} <= 5
        ) as is_working_day,
        coalesce(not official_day.is_working_day, false) as is_holiday,
        official_day.day_name as holiday_name,
        coalesce(official_day.is_moved, false) as is_moved,
        known_year.calendar_year is not null as is_calendar_known,
        {{ to_utc('cast(calendar_day.date_day as timestamp)') }} as day_start_at,
        {{ to_utc("cast(calendar_day.date_day as timestamp) + interval '1 day'") }} as day_end_at,
        {{ to_utc("cast(cast(calendar_day.date_day as text) || ' " ~ var('working_hours_start') ~ "' as timestamp)") }}
            as opening_at,
        {{ to_utc("cast(cast(calendar_day.date_day as text) || ' " ~ var('working_hours_end') ~ "' as timestamp)") }}
            as closing_at
    from calendar_day
    left join official_day
        on calendar_day.date_day = official_day.date_day
    left join known_year
        on extract(year from calendar_day.date_day) = known_year.calendar_year
),

timed_day as (
    select
        date_day,
        is_working_day,
        is_holiday,
        holiday_name,
        is_moved,
        is_calendar_known,
        day_start_at,
        day_end_at,
        case when is_working_day then opening_at end as work_start_at,
        case when is_working_day then closing_at end as work_end_at,
        case when is_working_day then {{ seconds_between('opening_at', 'closing_at') }} else 0 end as working_seconds
    from named_day
)

select
    date_day,
    is_working_day,
    is_holiday,
    holiday_name,
    is_moved,
    is_calendar_known,
    cast(count(*) filter (where is_working_day) over (
        partition by date_trunc('month', date_day) order by date_day nulls last rows unbounded preceding
    ) as bigint) as working_day_of_month,
    cast(count(*) filter (where is_working_day) over (
        partition by date_trunc('month', date_day)
    ) as bigint) as working_days_in_month,
    cast(count(*) filter (where is_working_day) over (
        partition by date_trunc('quarter', date_day) order by date_day nulls last rows unbounded preceding
    ) as bigint) as working_day_of_quarter,
    cast(count(*) filter (where is_working_day) over (
        partition by date_trunc('quarter', date_day)
    ) as bigint) as working_days_in_quarter,
    day_start_at,
    day_end_at,
    work_start_at,
    work_end_at,
    cast(coalesce(
        sum(working_seconds) over (order by date_day nulls last rows between unbounded preceding and 1 preceding), 0
    ) as bigint) as working_seconds_before
from timed_day
