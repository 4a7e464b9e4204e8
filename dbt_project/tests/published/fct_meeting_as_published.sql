{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_meeting: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per meeting_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_meeting') }} group by meeting_key having count(*) > 1) as doubled
    union all
    select 'meeting_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} where meeting_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} where source is null
    union all
    select 'is_held is never null' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} where is_held is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} where employee_key is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_meeting') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
