{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_campaign: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per campaign_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_campaign') }} group by campaign_key having count(*) > 1) as doubled
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_campaign') }} where campaign_key is null
    union all
    select 'campaign_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_campaign') }} where campaign_name is null
) as broken
where broken.row_count > 0
