with metric_need as (
    select
        metric,
        count(*) as entities_count
    from {{ ref('int_metric_entities') }}
    group by metric
)

select
    metric_entities.metric,
    coverage.date_day,
    -- An entity of which no vendor of the company tells has no row of coverage.
    count(*) = max(metric_need.entities_count)
    and min(case when coverage.is_complete then 1 else 0 end) = 1 as is_complete,
    min(case when coverage.is_begun then 1 when not coverage.is_begun then 0 end) = 1 as is_begun
from {{ ref('int_metric_entities') }} as metric_entities
inner join metric_need
    on metric_entities.metric = metric_need.metric
inner join {{ ref('int_entity_coverage_day') }} as coverage
    on metric_entities.entity = coverage.entity
group by
    metric_entities.metric,
    coverage.date_day
