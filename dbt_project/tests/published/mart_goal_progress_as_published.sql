{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_goal_progress: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per goal, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_goal_progress') }} group by goal, date_day having count(*) > 1) as doubled
    union all
    select 'goal is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where goal is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where date_day is null
    union all
    select 'metric is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where metric is null
    union all
    select 'value_unit is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where value_unit is null
    union all
    select 'unit_type is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where unit_type is null
    union all
    select 'unit_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where unit_key is null
    union all
    select 'unit_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where unit_name is null
    union all
    select 'target_value is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where target_value is null
    union all
    select 'start_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where start_date is null
    union all
    select 'deadline_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where deadline_date is null
    union all
    select 'working_days_passed is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where working_days_passed is null
    union all
    select 'working_days_left is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where working_days_left is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} where is_complete is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_goal_progress') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
