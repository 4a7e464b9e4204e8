{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_currency_rate: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per currency_code, date_day' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_currency_rate') }} group by currency_code, date_day having count(*) > 1) as doubled
    union all
    select 'currency_code is never null' as rule, count(*) as row_count
    from {{ ref('dim_currency_rate') }} where currency_code is null
    union all
    select 'date_day is never null' as rule, count(*) as row_count
    from {{ ref('dim_currency_rate') }} where date_day is null
    union all
    select 'rate is never null' as rule, count(*) as row_count
    from {{ ref('dim_currency_rate') }} where rate is null
    union all
    select 'date_day stands in dim_date' as rule, count(*) as row_count
    from {{ ref('dim_currency_rate') }} as here where here.date_day is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.date_day)
) as broken
where broken.row_count > 0
