{% set stream_day_key = ['source', 'stream', 'date_day'] %}

with load_of_day as (
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
    from {{ ref('int_covered_days') }} as measured_day
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
from {{ ref('int_covered_days') }} as measured_day
left join load_of_day
    on
        measured_day.source = load_of_day.source
        and measured_day.stream = load_of_day.stream
        and measured_day.date_day = load_of_day.observed_date
left join loaded_day
    on {{ same_in(stream_day_key, 'measured_day', 'loaded_day') }}
