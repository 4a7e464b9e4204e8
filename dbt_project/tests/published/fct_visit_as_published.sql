{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_visit: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per visit_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_visit') }} group by visit_key having count(*) > 1) as doubled
    union all
    select 'visit_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where visit_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where source is null
    union all
    select 'visit_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where visit_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where employee_key is null
    union all
    select 'is_planned is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where is_planned is null
    union all
    select 'is_made is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where is_made is null
    union all
    select 'has_order is never null' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} where has_order is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_visit') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
