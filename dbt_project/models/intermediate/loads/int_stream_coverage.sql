with deployed_stream as (
    select
        vendor,
        source,
        stream,
        kind,
        beginning,
        stream_version
    from {{ ref('stg_run__streams') }}
),

batch_of_version as (
    select
        deployed_stream.source,
        deployed_stream.stream,
        deployed_stream.beginning,
        load.batch_id,
        load.observed_at,
        load.window_from,
        load.window_to,
        load.is_complete,
        load.is_reset
    from deployed_stream
    inner join {{ ref('int_loads') }} as load
        on
            deployed_stream.source = load.source
            and deployed_stream.stream = load.stream
            and deployed_stream.stream_version = load.stream_version
),

newest_reset as (
    select
        source,
        stream,
        max(batch_id) as batch_id
    from batch_of_version
    where is_reset
    group by
        source,
        stream
),

-- A reset says that what was read before it is doubted.
complete_batch as (
    select
        batch_of_version.source,
        batch_of_version.stream,
        batch_of_version.beginning,
        batch_of_version.observed_at,
        batch_of_version.window_from,
        batch_of_version.window_to
    from batch_of_version
    left join newest_reset
        on
            batch_of_version.source = newest_reset.source
            and batch_of_version.stream = newest_reset.stream
    where
        batch_of_version.is_complete
        and (newest_reset.batch_id is null or batch_of_version.batch_id >= newest_reset.batch_id)
),

window_after_others as (
    select
        source,
        stream,
        beginning,
        window_from,
        window_to,
        max(window_to) over (
            partition by source, stream
            order by window_from, window_to
            rows between unbounded preceding and 1 preceding
        ) as covered_before
    from complete_batch
    where window_from is not null
),

window_in_island as (
    select
        source,
        stream,
        beginning,
        window_from,
        window_to,
        sum(case when window_from <= covered_before then 0 else 1 end) over (
            partition by source, stream
            order by window_from, window_to
            rows unbounded preceding
        ) as island
    from window_after_others
),

covered_island as (
    select
        source,
        stream,
        max(window_to) as covered_to
    from window_in_island
    group by
        source,
        stream,
        island
    having min(window_from) <= min(beginning) and max(window_to) > min(beginning)
),

newest_listing as (
    select
        source,
        stream,
        max(observed_at) as covered_to
    from complete_batch
    group by
        source,
        stream
)

select
    deployed_stream.vendor,
    deployed_stream.source,
    deployed_stream.stream,
    deployed_stream.kind,
    deployed_stream.beginning,
    case
        when deployed_stream.kind in ('whole', 'sweep') then newest_listing.covered_to
        else covered_island.covered_to
    end as covered_to
from deployed_stream
left join newest_listing
    on
        deployed_stream.source = newest_listing.source
        and deployed_stream.stream = newest_listing.stream
left join covered_island
    on
        deployed_stream.source = covered_island.source
        and deployed_stream.stream = covered_island.stream
