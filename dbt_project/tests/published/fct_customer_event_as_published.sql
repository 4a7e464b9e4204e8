{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_customer_event: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per event_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_customer_event') }} group by event_key having count(*) > 1) as doubled
    union all
    select 'event_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where event_key is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where customer_key is null
    union all
    select 'happened_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where happened_at is null
    union all
    select 'happened_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where happened_date is null
    union all
    select 'event_type is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where event_type is null
    union all
    select 'event_kind is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where event_kind is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} where employee_key is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'happened_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_customer_event') }} as here where here.happened_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.happened_date)
) as broken
where broken.row_count > 0
