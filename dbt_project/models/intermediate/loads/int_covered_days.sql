{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set stream_day_key = ['source', 'stream', 'date_day'] %}

{# How much of each day of a stream lies inside what was read of it. #}

with stream_day as (
    select
        stream_coverage.vendor,
        stream_coverage.source,
        stream_coverage.stream,
        stream_coverage.kind,
        stream_coverage.covered_to,
        case
            when stream_coverage.kind in ('whole', 'sweep') then {{ first_instant() }}
            else stream_coverage.beginning
        end as covered_from,
        calendar.date_day,
        calendar.day_start_at,
        calendar.day_end_at
    from {{ ref('int_stream_coverage') }} as stream_coverage
    cross join {{ ref('int_run') }} as run
    inner join {{ ref('int_date') }} as calendar
        on calendar.date_day between {{ business_date('stream_coverage.beginning') }} and run.as_of_date
),

-- Days that are read one by one are known one by one, whatever gap lies before them.
covered_stretch as (
    select
        {{ columns(stream_day_key, 'stream_day') }},
        greatest(stream_day.day_start_at, covered_window.covered_from) as covered_from,
        least(stream_day.day_end_at, covered_window.covered_to) as covered_to
    from stream_day
    inner join {{ ref('int_covered_windows') }} as covered_window
        on
            stream_day.source = covered_window.source
            and stream_day.stream = covered_window.stream
            and stream_day.day_start_at < covered_window.covered_to
            and stream_day.day_end_at > covered_window.covered_from
    where stream_day.kind = 'by_day'

    union all

    select
        {{ columns(stream_day_key) }},
        greatest(day_start_at, covered_from) as covered_from,
        least(day_end_at, covered_to) as covered_to
    from stream_day
    where
        kind <> 'by_day'
        and day_start_at < covered_to
        and day_end_at > covered_from
),

covered_part as (
    select
        {{ columns(stream_day_key) }},
        sum({{ seconds_between('covered_from', 'covered_to') }}) as covered_seconds
    from covered_stretch
    group by {{ columns(stream_day_key) }}
),

read_stream as (
    select distinct
        source,
        stream
    from {{ ref('int_covered_windows') }}
)

select
    stream_day.vendor,
    stream_day.source,
    stream_day.stream,
    stream_day.kind,
    stream_day.covered_to,
    stream_day.covered_to is null and (stream_day.kind <> 'by_day' or read_stream.source is null) as is_unread,
    stream_day.date_day,
    stream_day.day_start_at,
    stream_day.day_end_at,
    coalesce(
        100.0 * covered_part.covered_seconds
        / nullif({{ seconds_between('stream_day.day_start_at', 'stream_day.day_end_at') }}, 0),
        0
    ) as covered_pct
from stream_day
left join covered_part
    on {{ same_in(stream_day_key, 'stream_day', 'covered_part') }}
left join read_stream
    on
        stream_day.source = read_stream.source
        and stream_day.stream = read_stream.stream
