{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_employee: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per employee_version_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_employee') }} group by employee_version_key having count(*) > 1) as doubled
    union all
    select 'employee_version_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where employee_version_key is null
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
    select 'valid_from_date is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where valid_from_date is null
    union all
    select 'valid_to_date is never null' as rule, count(*) as row_count
    from {{ ref('dim_employee') }} where valid_to_date is null
) as broken
where broken.row_count > 0
