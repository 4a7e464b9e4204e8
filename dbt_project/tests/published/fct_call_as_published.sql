{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_call: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per call_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_call') }} group by call_key having count(*) > 1) as doubled
    union all
    select 'call_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where call_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where source is null
    union all
    select 'origin is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where origin is null
    union all
    select 'direction is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where direction is null
    union all
    select 'started_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where started_at is null
    union all
    select 'started_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where started_date is null
    union all
    select 'talk_seconds is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where talk_seconds is null
    union all
    select 'is_answered is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where is_answered is null
    union all
    select 'is_missed is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where is_missed is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_call') }} where employee_key is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_call') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_call') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'line_channel_key stands in dim_channel' as rule, count(*) as row_count
    from {{ ref('fct_call') }} as here where here.line_channel_key is not null
        and not exists (select 1 from {{ ref('dim_channel') }} as there where there.channel_key = here.line_channel_key)
    union all
    select 'started_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_call') }} as here where here.started_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.started_date)
) as broken
where broken.row_count > 0
