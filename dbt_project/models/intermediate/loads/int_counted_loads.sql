{# A reset says that what was read before it is doubted; another version of a stream is another stream. #}

with batch_of_version as (
    select
        deployed_stream.vendor,
        deployed_stream.source,
        deployed_stream.stream,
        deployed_stream.kind,
        load.batch_id,
        load.observed_at,
        load.window_from,
        load.window_to,
        load.is_complete,
        load.is_reset
    from {{ ref('stg_run__streams') }} as deployed_stream
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
)

select
    batch_of_version.vendor,
    batch_of_version.source,
    batch_of_version.stream,
    batch_of_version.kind,
    batch_of_version.batch_id,
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
