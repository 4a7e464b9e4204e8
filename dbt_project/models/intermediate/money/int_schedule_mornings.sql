with fed as (
    {{ entity_streams() }}
),

schedule_streams as (
    select distinct
        streams.source,
        streams.stream
    from {{ ref('int_stream_coverage_day') }} as streams
    inner join fed
        on
            streams.vendor = fed.vendor
            and streams.stream = fed.stream
    where fed.entity in ('orders', 'payments')
),

streams_per_source as (
    select
        source,
        count(*) as streams_count
    from schedule_streams
    group by source
),

first_loads as (
    select
        loads.source,
        loads.stream,
        loads.observed_date,
        min(loads.observed_at) as observed_at
    from {{ ref('int_loads') }} as loads
    inner join schedule_streams
        on
            loads.source = schedule_streams.source
            and loads.stream = schedule_streams.stream
    where loads.is_complete
    group by
        loads.source,
        loads.stream,
        loads.observed_date
)

select
    first_loads.source,
    first_loads.observed_date as as_of_date,
    max(first_loads.observed_at) as morning_at
from first_loads
inner join streams_per_source
    on first_loads.source = streams_per_source.source
group by
    first_loads.source,
    first_loads.observed_date,
    streams_per_source.streams_count
having count(*) = streams_per_source.streams_count
