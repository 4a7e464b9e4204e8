{# The stand-ups of each day, as far as everything that is counted for them is loaded up to them. `now` is the running
   day's own: the instant up to which it is known, and the same time of the days before. #}

{% set mark = ['date_day', 'is_working_day', 'mark', 'mark_at'] %}

with span as (
    select
        min({{ business_date('known_stretch.beginning') }}) as first_date,
        max(runs.as_of_date) as as_of_date,
        max(runs.as_of) as as_of,
        count(distinct known_stretch.stream_key) as streams_count
    from {{ ref('int_pulse_stretches') }} as known_stretch
    cross join {{ ref('int_run') }} as runs
),

-- How far the running day is known of every stream.
running as (
    select least(min(reached.covered_to), max(reached.as_of)) as counted_to_at
    from (
        select
            span.as_of,
            span.streams_count,
            max(known_stretch.covered_to) as covered_to
        from span
        inner join {{ ref('int_date') }} as calendar
            on span.as_of_date = calendar.date_day
        inner join {{ ref('int_pulse_stretches') }} as known_stretch
            on
                calendar.day_start_at >= known_stretch.covered_from
                and calendar.day_start_at < known_stretch.covered_to
        group by
            span.as_of,
            span.streams_count,
            known_stretch.stream_key
    ) as reached
    having count(*) = max(reached.streams_count)
),

mark_time as (
    {{ stand_ups() }}
    union all
    select
        'now' as mark,
        substr(cast({{ to_local('counted_to_at') }} as text), 12, 8) as time_of_day
    from running
    union all
    -- The end of the day: a day that is known to it is complete.
    select
        'end' as mark,
        cast(null as varchar) as time_of_day
),

mark_of_day as (
    select
        calendar.date_day,
        calendar.is_working_day,
        calendar.day_start_at,
        mark_time.mark,
        coalesce(
            {{ to_utc("cast(cast(calendar.date_day as text) || ' ' || mark_time.time_of_day as timestamp)") }},
            calendar.day_end_at
        ) as mark_at
    from {{ ref('int_date') }} as calendar
    inner join span
        on calendar.date_day between span.first_date and span.as_of_date
    cross join mark_time
),

loaded_mark as (
    select
        {{ columns(mark, 'mark_of_day') }}
    from mark_of_day
    inner join span
        on mark_of_day.mark_at <= span.as_of
    inner join {{ ref('int_pulse_stretches') }} as known_stretch
        on
            mark_of_day.day_start_at >= known_stretch.covered_from
            and mark_of_day.mark_at <= known_stretch.covered_to
    group by
        {{ columns(mark, 'mark_of_day') }},
        span.streams_count
    having count(distinct known_stretch.stream_key) = span.streams_count
),

-- Complete working days bear numbers, so that the last ten before a day are a range.
numbered_day as (
    select
        calendar.date_day,
        complete.date_day is not null as is_base,
        cast(count(complete.date_day) over (
            order by calendar.date_day nulls last rows between unbounded preceding and 1 preceding
        ) as bigint) as days_before
    from {{ ref('int_date') }} as calendar
    inner join span
        on calendar.date_day between span.first_date and span.as_of_date
    left join loaded_mark as complete
        on
            calendar.date_day = complete.date_day
            and complete.mark = 'end'
            and complete.is_working_day
)

select
    loaded_mark.date_day,
    loaded_mark.mark,
    loaded_mark.mark_at,
    loaded_mark.is_working_day,
    loaded_mark.mark <> 'now' or loaded_mark.date_day = span.as_of_date as is_shown,
    numbered_day.is_base,
    numbered_day.days_before,
    cast(least(numbered_day.days_before, {{ var('pulse_days') }}) as bigint) as base_days_count
from loaded_mark
cross join span
inner join numbered_day
    on loaded_mark.date_day = numbered_day.date_day
where loaded_mark.mark <> 'end'
