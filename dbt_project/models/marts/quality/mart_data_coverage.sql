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
),

stream_entities as (
    select
        vendor,
        stream,
        {{ joined_text('entity', 'entity') }} as entities
    from ({{ entity_streams() }}) as fed_entities
    group by
        vendor,
        stream
)

select
    coverage.source,
    coverage.stream,
    coverage.date_day,
    coverage.vendor,
    stream_entities.entities,
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
left join stream_entities
    on
        coverage.vendor = stream_entities.vendor
        and coverage.stream = stream_entities.stream
left join quarantined_days
    on
        coverage.source = quarantined_days.source
        and coverage.stream = quarantined_days.stream
        and coverage.date_day = quarantined_days.observed_date
