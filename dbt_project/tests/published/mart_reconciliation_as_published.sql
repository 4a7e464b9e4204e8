{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_reconciliation: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per check_name, source, stream, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_reconciliation') }} group by check_name, source, stream, date_day having count(*) > 1) as doubled
    union all
    select 'check_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_reconciliation') }} where check_name is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('mart_reconciliation') }} where source is null
    union all
    select 'stream is never null' as rule, count(*) as row_count
    from {{ ref('mart_reconciliation') }} where stream is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('mart_reconciliation') }} where date_day is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_reconciliation') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
