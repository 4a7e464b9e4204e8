{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_customer_360: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per customer_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_customer_360') }} group by customer_key having count(*) > 1) as doubled
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} where customer_key is null
    union all
    select 'match_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} where match_status is null
    union all
    select 'region_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} where region_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} where employee_key is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'region_key stands in dim_region' as rule, count(*) as row_count
    from {{ ref('mart_customer_360') }} as here where here.region_key is not null
        and not exists (select 1 from {{ ref('dim_region') }} as there where there.region_key = here.region_key)
) as broken
where broken.row_count > 0
