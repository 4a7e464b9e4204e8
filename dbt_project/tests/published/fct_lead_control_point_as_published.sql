{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_lead_control_point: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per lead_key, point, visit_number' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_lead_control_point') }} group by lead_key, point, visit_number having count(*) > 1) as doubled
    union all
    select 'lead_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where lead_key is null
    union all
    select 'point is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where point is null
    union all
    select 'visit_number is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where visit_number is null
    union all
    select 'point_name is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where point_name is null
    union all
    select 'point_order is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where point_order is null
    union all
    select 'reached_by is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where reached_by is null
    union all
    select 'reached_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where reached_at is null
    union all
    select 'reached_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where reached_date is null
    union all
    select 'created_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where created_date is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where channel_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where client_status is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} where employee_key is null
    union all
    select 'lead_key stands in fct_lead' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} as here where here.lead_key is not null
        and not exists (select 1 from {{ ref('fct_lead') }} as there where there.lead_key = here.lead_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_lead_control_point') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
) as broken
where broken.row_count > 0
