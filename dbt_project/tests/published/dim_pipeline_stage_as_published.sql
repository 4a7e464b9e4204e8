{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_pipeline_stage: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per stage_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_pipeline_stage') }} group by stage_key having count(*) > 1) as doubled
    union all
    select 'stage_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_pipeline_stage') }} where stage_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('dim_pipeline_stage') }} where source is null
    union all
    select 'pipeline_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_pipeline_stage') }} where pipeline_key is null
    union all
    select 'step is never null' as rule, count(*) as row_count
    from {{ ref('dim_pipeline_stage') }} where step is null
    union all
    select 'is_won is never null' as rule, count(*) as row_count
    from {{ ref('dim_pipeline_stage') }} where is_won is null
) as broken
where broken.row_count > 0
