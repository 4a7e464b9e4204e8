{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of bdg_customer_source_record: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per source_record_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('bdg_customer_source_record') }} group by source_record_key having count(*) > 1) as doubled
    union all
    select 'source_record_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} where source_record_key is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} where customer_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} where source is null
    union all
    select 'record_type is never null' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} where record_type is null
    union all
    select 'evidence is never null' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} where evidence is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('bdg_customer_source_record') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
) as broken
where broken.row_count > 0
