{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of bdg_deal_property: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per deal_key, property_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('bdg_deal_property') }} group by deal_key, property_key having count(*) > 1) as doubled
    union all
    select 'deal_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} where deal_key is null
    union all
    select 'property_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} where property_key is null
    union all
    select 'is_current is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} where is_current is null
    union all
    select 'property_kind is never null' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} where property_kind is null
    union all
    select 'deal_key stands in fct_deal' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} as here where here.deal_key is not null
        and not exists (select 1 from {{ ref('fct_deal') }} as there where there.deal_key = here.deal_key)
    union all
    select 'property_key stands in dim_property' as rule, count(*) as row_count
    from {{ ref('bdg_deal_property') }} as here where here.property_key is not null
        and not exists (select 1 from {{ ref('dim_property') }} as there where there.property_key = here.property_key)
) as broken
where broken.row_count > 0
