{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_data_coverage: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per source, stream, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_data_coverage') }} group by source, stream, date_day having count(*) > 1) as doubled
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where source is null
    union all
    select 'stream is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where stream is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where date_day is null
    union all
    select 'vendor is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where vendor is null
    union all
    select 'status is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where status is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_coverage') }} where is_complete is null
) as broken
where broken.row_count > 0
