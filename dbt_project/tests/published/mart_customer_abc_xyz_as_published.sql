{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_customer_abc_xyz: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_end_date, customer_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_customer_abc_xyz') }} group by month_end_date, customer_key having count(*) > 1) as doubled
    union all
    select 'month_end_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where month_end_date is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where customer_key is null
    union all
    select 'abc is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where abc is null
    union all
    select 'segment is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where segment is null
    union all
    select 'xyz_by_purchases is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where xyz_by_purchases is null
    union all
    select 'purchases_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where purchases_count is null
    union all
    select 'category_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where category_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} where employee_key is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'month_end_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_customer_abc_xyz') }} as here where here.month_end_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.month_end_date)
) as broken
where broken.row_count > 0
