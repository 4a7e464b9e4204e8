{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_day_pulse: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, mark, employee_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_day_pulse') }} group by date_day, mark, employee_key having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where date_day is null
    union all
    select 'mark is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where mark is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where employee_key is null
    union all
    select 'employee_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where employee_name is null
    union all
    select 'counted_to_at is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where counted_to_at is null
    union all
    select 'is_running_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where is_running_day is null
    union all
    select 'base_days_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} where base_days_count is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_day_pulse') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
