{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_response_speed: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per lead_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_response_speed') }} group by lead_key having count(*) > 1) as doubled
    union all
    select 'lead_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where lead_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where source is null
    union all
    select 'created_at is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where created_at is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where created_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} where channel_key is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'created_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_response_speed') }} as here where here.created_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.created_date)
) as broken
where broken.row_count > 0
