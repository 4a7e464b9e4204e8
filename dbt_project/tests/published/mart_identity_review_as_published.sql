{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_identity_review: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per source_record_key, other_source_record_key, reason, evidence' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_identity_review') }} group by source_record_key, other_source_record_key, reason, evidence having count(*) > 1) as doubled
    union all
    select 'source_record_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where source_record_key is null
    union all
    select 'other_source_record_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where other_source_record_key is null
    union all
    select 'reason is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where reason is null
    union all
    select 'evidence is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where evidence is null
    union all
    select 'cards_count is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where cards_count is null
    union all
    select 'is_one_customer is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where is_one_customer is null
    union all
    select 'customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where customer_key is null
    union all
    select 'other_customer_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where other_customer_key is null
    union all
    select 'record_type is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where record_type is null
    union all
    select 'other_record_type is never null' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} where other_record_type is null
    union all
    select 'source_record_key stands in bdg_customer_source_record' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} as here where here.source_record_key is not null
        and not exists (select 1 from {{ ref('bdg_customer_source_record') }} as there where there.source_record_key = here.source_record_key)
    union all
    select 'other_source_record_key stands in bdg_customer_source_record' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} as here where here.other_source_record_key is not null
        and not exists (select 1 from {{ ref('bdg_customer_source_record') }} as there where there.source_record_key = here.other_source_record_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'other_customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('mart_identity_review') }} as here where here.other_customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.other_customer_key)
) as broken
where broken.row_count > 0
