{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_employee: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per employee_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_employee') }} group by employee_key having count(*) > 1) as doubled
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where employee_key is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where employee_name is null
    union all
    select 'org_unit_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where org_unit_key is null
    union all
    select 'org_unit_key stands in dim_org_unit' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} as here where here.org_unit_key is not null
        and not exists (select 1 from {{ ref('dim_org_unit') }} as there where there.org_unit_key = here.org_unit_key)
) as broken
where broken.row_count > 0
