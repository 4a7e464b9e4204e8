{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of mart_payment_form: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per paid_date, payment_form_key, org_unit_then_key, client_status' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('mart_payment_form') }} group by paid_date, payment_form_key, org_unit_then_key, client_status having count(*) > 1) as doubled
    union all
    select 'paid_date is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where paid_date is null
    union all
    select 'payment_form_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where payment_form_key is null
    union all
    select 'org_unit_then_key is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where org_unit_then_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where client_status is null
    union all
    select 'payment_form_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where payment_form_name is null
    union all
    select 'org_unit_then_name is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where org_unit_then_name is null
    union all
    select 'is_complete is never null' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} where is_complete is null
    union all
    select 'payment_form_key stands in dim_payment_form' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} as here where here.payment_form_key is not null
        and not exists (select 1 from {{ ref('dim_payment_form') }} as there where there.payment_form_key = here.payment_form_key)
    union all
    select 'paid_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('mart_payment_form') }} as here where here.paid_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.paid_date)
) as broken
where broken.row_count > 0
