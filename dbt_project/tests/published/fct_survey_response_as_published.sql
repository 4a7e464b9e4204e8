{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_survey_response: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per response_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_survey_response') }} group by response_key having count(*) > 1) as doubled
    union all
    select 'response_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where response_key is null
    union all
    select 'survey is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where survey is null
    union all
    select 'answered_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where answered_date is null
    union all
    select 'score is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where score is null
    union all
    select 'customer_rule is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where customer_rule is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where channel_key is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} where employee_key is null
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'answered_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_survey_response') }} as here where here.answered_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.answered_date)
) as broken
where broken.row_count > 0
