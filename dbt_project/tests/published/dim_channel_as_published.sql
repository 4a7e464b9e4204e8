{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_channel: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per channel_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_channel') }} group by channel_key having count(*) > 1) as doubled
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_channel') }} where channel_key is null
    union all
    select 'channel_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_channel') }} where channel_name is null
) as broken
where broken.row_count > 0
