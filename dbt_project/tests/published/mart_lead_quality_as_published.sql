{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_lead_quality: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per created_date, channel_key, junk_class, client_status' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_lead_quality') }} group by created_date, channel_key, junk_class, client_status having count(*) > 1) as doubled
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where created_date is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where channel_key is null
    union all
    select 'junk_class is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where junk_class is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where client_status is null
    union all
    select 'channel_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where channel_name is null
    union all
    select 'is_junk is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where is_junk is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} where is_complete is null
    union all
    select 'created_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_lead_quality') }} as here where here.created_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.created_date)
) as broken
where broken.row_count > 0
