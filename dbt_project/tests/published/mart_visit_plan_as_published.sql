{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_visit_plan: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per visit_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_visit_plan') }} group by visit_key having count(*) > 1) as doubled
    union all
    select 'visit_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} where visit_key is null
    union all
    select 'visit_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} where visit_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} where employee_key is null
    union all
    select 'visit_position is never null' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} where visit_position is null
    union all
    select 'priority_position is never null' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} where priority_position is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_visit_plan') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
