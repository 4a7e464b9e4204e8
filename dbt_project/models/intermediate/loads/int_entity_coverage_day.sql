with entity_stream as (
    {{ entity_streams() }}
),

deployed_stream as (
    select
        entity_stream.entity,
        stream_coverage.source,
        stream_coverage.stream,
        -- What is read of changes since an hour of a day does not tell the day whole.
        case stream_coverage.kind
            when 'changed_since' then {{ business_date("stream_coverage.beginning - interval '1 second'") }} + 1
            else {{ business_date('stream_coverage.beginning') }}
        end as first_date
    from entity_stream
    inner join {{ ref('int_stream_coverage') }} as stream_coverage
        on
            entity_stream.vendor = stream_coverage.vendor
            and entity_stream.stream = stream_coverage.stream
    where
        entity_stream.entity <> 'payments'
        or stream_coverage.source in ({{ payment_sources() }})
),

deployed_entity as (
    select
        entity,
        count(*) as streams_count,
        max(first_date) as first_date
    from deployed_stream
    group by entity
),

complete_entity_day as (
    select
        deployed_stream.entity,
        stream_day.date_day,
        count(*) as streams_count
    from deployed_stream
    inner join {{ ref('int_stream_coverage_day') }} as stream_day
        on
            deployed_stream.source = stream_day.source
            and deployed_stream.stream = stream_day.stream
    where stream_day.is_complete
    group by
        deployed_stream.entity,
        stream_day.date_day
),

entity as (
    select distinct entity
    from entity_stream
),

known_day as (
    select distinct date_day
    from {{ ref('int_stream_coverage_day') }}
),

entity_day as (
    select
        entity.entity,
        known_day.date_day
    from entity
    cross join known_day
)

select
    entity_day.entity,
    entity_day.date_day,
    coalesce(complete_entity_day.streams_count = deployed_entity.streams_count, false) as is_complete,
    entity_day.date_day >= deployed_entity.first_date as is_begun
from entity_day
left join deployed_entity
    on entity_day.entity = deployed_entity.entity
left join complete_entity_day
    on
        entity_day.entity = complete_entity_day.entity
        and entity_day.date_day = complete_entity_day.date_day
