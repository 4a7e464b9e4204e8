{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_conversion_by_unit: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, employee_key, channel_key, pipeline_key, client_status, step' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_conversion_by_unit') }} group by date_day, employee_key, channel_key, pipeline_key, client_status, step having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where date_day is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where channel_key is null
    union all
    select 'pipeline_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where pipeline_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where client_status is null
    union all
    select 'step is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where step is null
    union all
    select 'step_order is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where step_order is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where employee_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} where is_complete is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} as here where here.channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.channel_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_conversion_by_unit') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
