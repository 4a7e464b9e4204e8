{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of dim_payment_form: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per payment_form_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('dim_payment_form') }} group by payment_form_key having count(*) > 1) as doubled
    union all
    select 'payment_form_key is never null' as rule, count(*) as row_count
    from {{ ref('dim_payment_form') }} where payment_form_key is null
    union all
    select 'payment_form_name is never null' as rule, count(*) as row_count
    from {{ ref('dim_payment_form') }} where payment_form_name is null
) as broken
where broken.row_count > 0
