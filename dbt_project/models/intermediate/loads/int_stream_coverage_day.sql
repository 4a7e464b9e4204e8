{% set stream_day_key = ['source', 'stream', 'date_day'] %}

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
),

measured_day as (
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
),

load_of_day as (
    select
        source,
        stream,
        observed_date,
        sum(rows) as rows_count,
        count(*) as batches_count
    from {{ ref('int_loads') }}
    group by
        source,
        stream,
        observed_date
),

load_of_window as (
    select
        source,
        stream,
        window_from,
        window_to,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at
    from {{ ref('int_loads') }}
    where is_complete
    group by
        source,
        stream,
        window_from,
        window_to
),

loaded_day as (
    select
        {{ columns(stream_day_key, 'measured_day') }},
        min(case when load_of_window.window_to >= measured_day.day_end_at then load_of_window.first_observed_at end)
            as first_loaded_at,
        max(load_of_window.last_observed_at) as last_loaded_at
    from measured_day
    inner join load_of_window
        on
            measured_day.source = load_of_window.source
            and measured_day.stream = load_of_window.stream
            and measured_day.day_start_at < load_of_window.window_to
            and (load_of_window.window_from is null or measured_day.day_end_at > load_of_window.window_from)
    group by {{ columns(stream_day_key, 'measured_day') }}
)

select
    measured_day.vendor,
    measured_day.source,
    measured_day.stream,
    measured_day.kind,
    measured_day.date_day,
    cast(measured_day.covered_pct as double) as covered_pct,
    measured_day.covered_pct = 100 as is_complete,
    case
        when measured_day.is_unread then 'never'
        when measured_day.covered_pct = 100 and measured_day.kind in ('whole', 'sweep') then 'verified'
        when measured_day.covered_pct = 100 then 'loaded'
        when measured_day.covered_pct > 0 then 'partial'
        else 'late'
    end as status,
    cast(coalesce(load_of_day.rows_count, 0) as bigint) as rows_count,
    coalesce(load_of_day.batches_count, 0) as batches_count,
    case when measured_day.covered_pct = 100 then loaded_day.first_loaded_at end as first_loaded_at,
    loaded_day.last_loaded_at,
    measured_day.covered_to
from measured_day
left join load_of_day
    on
        measured_day.source = load_of_day.source
        and measured_day.stream = load_of_day.stream
        and measured_day.date_day = load_of_day.observed_date
left join loaded_day
    on {{ same_in(stream_day_key, 'measured_day', 'loaded_day') }}
