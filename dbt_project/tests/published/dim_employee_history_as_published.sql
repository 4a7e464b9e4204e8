{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_employee_history: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per employee_version_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_employee_history') }} group by employee_version_key having count(*) > 1) as doubled
    union all
    select 'employee_version_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where employee_version_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where employee_key is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where employee_name is null
    union all
    select 'org_unit_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where org_unit_key is null
    union all
    select 'valid_from_date is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where valid_from_date is null
    union all
    select 'valid_to_date is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} where valid_to_date is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'org_unit_key stands in dim_org_unit' as rule, count(*) as row_count
    from {{ ref('dim_employee_history') }} as here where here.org_unit_key is not null
        and not exists (select 1 from {{ ref('dim_org_unit') }} as there where there.org_unit_key = here.org_unit_key)
) as broken
where broken.row_count > 0
