{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_property: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per property_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_property') }} group by property_key having count(*) > 1) as doubled
    union all
    select 'property_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where property_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where source is null
    union all
    select 'project_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where project_name is null
    union all
    select 'house_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where house_name is null
    union all
    select 'property_kind is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where property_kind is null
    union all
    select 'base_status is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where base_status is null
    union all
    select 'status_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where status_name is null
    union all
    select 'is_gone is never null' as rule, count(*) as row_count
    from {{ ref('dim_property') }} where is_gone is null
    union all
    select 'deal_key stands in fct_deal' as rule, count(*) as row_count
    from {{ ref('dim_property') }} as here where here.deal_key is not null
        and not exists (select 1 from {{ ref('fct_deal') }} as there where there.deal_key = here.deal_key)
) as broken
where broken.row_count > 0
