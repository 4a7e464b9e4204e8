{# Whose debt it is says the schedule, order by order, as in the payment calendar: a customer of two managers has rows
   of both. #}

with debt as (
    select
        as_of_date,
        coalesce(customer_key, 'unknown') as customer_key,
        employee_key,
        employee_name,
        org_unit_then_key,
        org_unit_then_name,
        org_unit_now_key,
        org_unit_now_name,
        order_key,
        due_date,
        expected_amount,
        {{ debt_band(days_between('due_date', 'as_of_date')) }} as age_band_order
    from {{ ref('fct_payment_schedule') }}
    where due_bucket = 'overdue'
),

customer_debt as (
    select
        as_of_date,
        customer_key,
        employee_key,
        age_band_order,
        max(employee_name) as employee_name,
        max(org_unit_then_key) as org_unit_then_key,
        max(org_unit_then_name) as org_unit_then_name,
        max(org_unit_now_key) as org_unit_now_key,
        max(org_unit_now_name) as org_unit_now_name,
        min(due_date) as oldest_due_date,
        count(distinct order_key) as orders_count,
        count(*) as instalments_count,
        sum(expected_amount) as debt_amount
    from debt
    group by
        as_of_date,
        customer_key,
        employee_key,
        age_band_order
)

select
    debts.as_of_date,
    debts.customer_key,
    debts.employee_key,
    case debts.age_band_order
        when 1 then '1-7'
        when 2 then '8-30'
        when 3 then '31-60'
        when 4 then '61-90'
        else '91+'
    end as age_band,
    cast(debts.age_band_order as bigint) as age_band_order,
    customers.company_name,
    debts.employee_name,
    debts.org_unit_then_key,
    debts.org_unit_then_name,
    debts.org_unit_now_key,
    debts.org_unit_now_name,
    debts.oldest_due_date,
    cast(debts.orders_count as bigint) as orders_count,
    cast(debts.instalments_count as bigint) as instalments_count,
    cast(debts.debt_amount as decimal(18, 2)) as debt_amount
from customer_debt as debts
left join {{ ref('dim_customer') }} as customers
    on debts.customer_key = customers.customer_key
