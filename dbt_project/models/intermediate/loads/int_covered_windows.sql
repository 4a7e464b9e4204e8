with window_after_others as (
    select
        source,
        stream,
        window_from,
        window_to,
        max(window_to) over (
            partition by source, stream
            order by window_from nulls last, window_to nulls last
            rows between unbounded preceding and 1 preceding
        ) as covered_before
    from {{ ref('int_counted_loads') }}
    where window_from is not null
),

window_in_island as (
    select
        source,
        stream,
        window_from,
        window_to,
        sum(case when window_from <= covered_before then 0 else 1 end) over (
            partition by source, stream
            order by window_from nulls last, window_to nulls last
            rows unbounded preceding
        ) as island
    from window_after_others
)

select
    source,
    stream,
    min(window_from) as covered_from,
    max(window_to) as covered_to
from window_in_island
group by
    source,
    stream,
    island
