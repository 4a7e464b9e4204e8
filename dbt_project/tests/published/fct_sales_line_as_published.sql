{{ config(tags=['published']) }}
-- Written by `make dbt-tests` from the publish block of fct_sales_line: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
    select 'one row per sales_line_key' as rule, count(*) as row_count
    from (select 1 as more from {{ ref('fct_sales_line') }} group by sales_line_key having count(*) > 1) as doubled
    union all
    select 'sales_line_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where sales_line_key is null
    union all
    select 'document_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where document_key is null
    union all
    select 'source is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where source is null
    union all
    select 'direction is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where direction is null
    union all
    select 'sold_at is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where sold_at is null
    union all
    select 'sold_date is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where sold_date is null
    union all
    select 'original_net_amount is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where original_net_amount is null
    union all
    select 'currency_code is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where currency_code is null
    union all
    select 'is_cost_final is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where is_cost_final is null
    union all
    select 'employee_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where employee_key is null
    union all
    select 'channel_key is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where channel_key is null
    union all
    select 'client_status is never null' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} where client_status is null
    union all
    select 'employee_key stands in dim_employee' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} as here where here.employee_key is not null
        and not exists (select 1 from {{ ref('dim_employee') }} as there where there.employee_key = here.employee_key)
    union all
    select 'customer_key stands in dim_customer' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} as here where here.customer_key is not null
        and not exists (select 1 from {{ ref('dim_customer') }} as there where there.customer_key = here.customer_key)
    union all
    select 'sold_date stands in dim_date' as rule, count(*) as row_count
    from {{ ref('fct_sales_line') }} as here where here.sold_date is not null
        and not exists (select 1 from {{ ref('dim_date') }} as there where there.date_day = here.sold_date)
) as broken
where broken.row_count > 0
