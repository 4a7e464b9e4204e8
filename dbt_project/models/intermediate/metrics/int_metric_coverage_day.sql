select
    metric_entities.metric,
    coverage.date_day,
    min(case when coverage.is_complete then 1 else 0 end) = 1 as is_complete,
    min(case when coverage.is_begun then 1 when not coverage.is_begun then 0 end) = 1 as is_begun
from {{ ref('int_metric_entities') }} as metric_entities
inner join {{ ref('int_entity_coverage_day') }} as coverage
    on metric_entities.entity = coverage.entity
group by
    metric_entities.metric,
    coverage.date_day
