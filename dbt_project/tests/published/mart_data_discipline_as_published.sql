{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_data_discipline: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, employee_key, rule' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_data_discipline') }} group by date_day, employee_key, rule having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} where date_day is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} where employee_key is null
    union all
    select 'rule is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} where rule is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} where employee_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} where is_complete is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_data_discipline') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
