{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_debtor: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per as_of_date, customer_key, employee_key, age_band' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_debtor') }} group by as_of_date, customer_key, employee_key, age_band having count(*) > 1) as doubled
    union all
    select 'as_of_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where as_of_date is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where customer_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where employee_key is null
    union all
    select 'age_band is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where age_band is null
    union all
    select 'age_band_order is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where age_band_order is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where employee_name is null
    union all
    select 'oldest_due_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where oldest_due_date is null
    union all
    select 'orders_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where orders_count is null
    union all
    select 'instalments_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where instalments_count is null
    union all
    select 'debt_amount is never null' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} where debt_amount is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'as_of_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_debtor') }} as here where here.as_of_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.as_of_date)
) as broken
where broken.row_count > 0
