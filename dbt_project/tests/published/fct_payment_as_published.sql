{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_payment: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per payment_line_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_payment') }} group by payment_line_key having count(*) > 1) as doubled
    union all
    select 'payment_line_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where payment_line_key is null
    union all
    select 'payment_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where payment_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where source is null
    union all
    select 'paid_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where paid_at is null
    union all
    select 'paid_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where paid_date is null
    union all
    select 'direction is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where direction is null
    union all
    select 'original_amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where original_amount is null
    union all
    select 'currency_code is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where currency_code is null
    union all
    select 'link_method is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where link_method is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where channel_key is null
    union all
    select 'payment_form_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where payment_form_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} where client_status is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'payment_form_key stands in dim_payment_form' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} as here where here.payment_form_key is not null
        and not exists (select 1 from {{ ref('dim_payment_form') }} as there where there.payment_form_key = here.payment_form_key)
    union all
    select 'paid_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_payment') }} as here where here.paid_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.paid_date)
) as broken
where broken.row_count > 0
