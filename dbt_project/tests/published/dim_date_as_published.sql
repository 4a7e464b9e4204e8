{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_date: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_date') }} group by date_day having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where date_day is null
    union all
    select 'year is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where year is null
    union all
    select 'quarter is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where quarter is null
    union all
    select 'month is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where month is null
    union all
    select 'is_working_day is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where is_working_day is null
    union all
    select 'working_day_of_month is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where working_day_of_month is null
    union all
    select 'working_days_in_month is never null' as rule, count(*) as row_count
    from {{ ref('dim_date') }} where working_days_in_month is null
) as broken
where broken.row_count > 0
