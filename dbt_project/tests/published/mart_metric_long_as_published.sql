{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_metric_long: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per metric, unit_type, unit_key, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_metric_long') }} group by metric, unit_type, unit_key, date_day having count(*) > 1) as doubled
    union all
    select 'metric is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where metric is null
    union all
    select 'unit_type is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where unit_type is null
    union all
    select 'unit_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where unit_key is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where date_day is null
    union all
    select 'metric_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where metric_name is null
    union all
    select 'unit_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where unit_name is null
    union all
    select 'period is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where period is null
    union all
    select 'unit is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where unit is null
    union all
    select 'additivity is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where additivity is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} where is_complete is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
    union all
    select 'metric stands in dim_metric' as rule, count(*) as row_count
    from {{ ref('mart_metric_long') }} as here where here.metric is not null
        and not exists (select 1 from {{ ref('dim_metric') }} as there where there.metric = here.metric)
) as broken
where broken.row_count > 0
