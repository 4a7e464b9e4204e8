{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_audience_segment: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_date, attribute, segment_value' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_audience_segment') }} group by month_date, attribute, segment_value having count(*) > 1) as doubled
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where month_date is null
    union all
    select 'attribute is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where attribute is null
    union all
    select 'segment_value is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where segment_value is null
    union all
    select 'is_withheld is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where is_withheld is null
    union all
    select 'least_customers_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where least_customers_count is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_audience_segment') }} where is_complete is null
) as broken
where broken.row_count > 0
