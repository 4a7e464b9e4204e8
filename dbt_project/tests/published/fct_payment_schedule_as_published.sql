{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_payment_schedule: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per as_of_date, order_key, line_number' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_payment_schedule') }} group by as_of_date, order_key, line_number having count(*) > 1) as doubled
    union all
    select 'as_of_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where as_of_date is null
    union all
    select 'order_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where order_key is null
    union all
    select 'line_number is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where line_number is null
    union all
    select 'due_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where due_date is null
    union all
    select 'due_bucket is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where due_bucket is null
    union all
    select 'planned_amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where planned_amount is null
    union all
    select 'filled_amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where filled_amount is null
    union all
    select 'expected_amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where expected_amount is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} where employee_key is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'as_of_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_payment_schedule') }} as here where here.as_of_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.as_of_date)
) as broken
where broken.row_count > 0
