with quarantined_days as (
    select
        source,
        stream,
        observed_date,
        sum(quarantined) as quarantined_count
    from {{ ref('int_loads') }}
    group by
        source,
        stream,
        observed_date
)

select
    coverage.source,
    coverage.stream,
    coverage.date_day,
    coverage.vendor,
    coverage.status,
    coverage.is_complete,
    coverage.covered_pct as coverage_pct,
    coverage.rows_count,
    coverage.batches_count,
    cast(coalesce(quarantined_days.quarantined_count, 0) as bigint) as quarantined_count,
    coverage.first_loaded_at,
    coverage.last_loaded_at,
    coverage.covered_to
from {{ ref('int_stream_coverage_day') }} as coverage
left join quarantined_days
    on
        coverage.source = quarantined_days.source
        and coverage.stream = quarantined_days.stream
        and coverage.date_day = quarantined_days.observed_date
