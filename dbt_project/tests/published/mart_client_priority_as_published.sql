{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_client_priority: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per subject_type, subject_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_client_priority') }} group by subject_type, subject_key having count(*) > 1) as doubled
    union all
    select 'subject_type is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where subject_type is null
    union all
    select 'subject_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where subject_key is null
    union all
    select 'as_of_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where as_of_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where employee_key is null
    union all
    select 'band is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where band is null
    union all
    select 'is_top_tenth is never null' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} where is_top_tenth is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_client_priority') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
) as broken
where broken.row_count > 0
