{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_email_campaign: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per campaign_key, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_email_campaign') }} group by campaign_key, date_day having count(*) > 1) as doubled
    union all
    select 'campaign_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} where campaign_key is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} where date_day is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} where source is null
    union all
    select 'campaign_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} where campaign_name is null
    union all
    select 'has_fallen is never null' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} where has_fallen is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_email_campaign') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
