{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_metric: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per metric' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_metric') }} group by metric having count(*) > 1) as doubled
    union all
    select 'metric is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where metric is null
    union all
    select 'label_ru is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where label_ru is null
    union all
    select 'label_en is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where label_en is null
    union all
    select 'description_ru is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where description_ru is null
    union all
    select 'description_en is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where description_en is null
    union all
    select 'unit is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where unit is null
    union all
    select 'direction is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where direction is null
    union all
    select 'additivity is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where additivity is null
    union all
    select 'formula is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where formula is null
    union all
    select 'tier is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where tier is null
    union all
    select 'owner is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where owner is null
    union all
    select 'is_planned is never null' as rule, count(*) as row_count
    from {{ ref('dim_metric') }} where is_planned is null
) as broken
where broken.row_count > 0
