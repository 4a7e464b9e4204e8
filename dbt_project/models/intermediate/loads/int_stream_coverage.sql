with newest_listing as (
    select
        source,
        stream,
        max(observed_at) as covered_to
    from {{ ref('int_counted_loads') }}
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
        else covered_window.covered_to
    end as covered_to
from {{ ref('stg_run__streams') }} as deployed_stream
left join newest_listing
    on
        deployed_stream.source = newest_listing.source
        and deployed_stream.stream = newest_listing.stream
left join {{ ref('int_covered_windows') }} as covered_window
    on
        deployed_stream.source = covered_window.source
        and deployed_stream.stream = covered_window.stream
        and deployed_stream.beginning >= covered_window.covered_from
        and deployed_stream.beginning < covered_window.covered_to
