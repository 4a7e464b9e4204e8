{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_employee_scorecard: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per month_date, employee_key, step' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_employee_scorecard') }} group by month_date, employee_key, step having count(*) > 1) as doubled
    union all
    select 'month_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where month_date is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where employee_key is null
    union all
    select 'step is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where step is null
    union all
    select 'step_order is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where step_order is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where employee_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} where is_complete is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_employee_scorecard') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
) as broken
where broken.row_count > 0
