{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_unit_stock: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per date_day, project_name, house_name, property_kind, base_status, status_name' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_unit_stock') }} group by date_day, project_name, house_name, property_kind, base_status, status_name having count(*) > 1) as doubled
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where date_day is null
    union all
    select 'project_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where project_name is null
    union all
    select 'house_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where house_name is null
    union all
    select 'property_kind is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where property_kind is null
    union all
    select 'base_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where base_status is null
    union all
    select 'status_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where status_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} where is_complete is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_unit_stock') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
