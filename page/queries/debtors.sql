-- Debts of the newest morning by age: the ten largest debtors of each employee and of all, the others of an employee as one.
with newest as (
    select max(as_of_date) as as_of_date
    from mart_debtor
),

debts as (
    select
        debtors.customer_key,
        debtors.company_name,
        debtors.employee_key,
        debtors.age_band_order,
        debtors.oldest_due_date,
        debtors.debt_amount
    from mart_debtor as debtors
    inner join newest
        on debtors.as_of_date = newest.as_of_date
),

debtor_places as (
    select
        customer_key,
        row_number() over (order by sum(debt_amount) desc nulls last, customer_key asc nulls last) as place
    from debts
    group by customer_key
    union all
    select
        customer_key,
        row_number() over (
            partition by employee_key order by sum(debt_amount) desc nulls last, customer_key asc nulls last
        ) as place
    from debts
    group by
        customer_key,
        employee_key
),

customers as (
    select
        customer_key,
        min(place) as place,
        row_number() over (order by customer_key asc nulls last) as customer
    from debtor_places
    group by customer_key
)

select
    debts.employee_key as person,
    debts.age_band_order as band,
    case when customers.place <= 10 then customers.customer end as customer,
    case when customers.place <= 10 then debts.customer_key <> 'unknown' end as is_known,
    case when customers.place <= 10 then debts.company_name end as name,
    min(debts.oldest_due_date) as since,
    sum(debts.debt_amount) as debt_amount
from debts
inner join customers
    on debts.customer_key = customers.customer_key
group by
    debts.employee_key,
    debts.age_band_order,
    case when customers.place <= 10 then customers.customer end,
    case when customers.place <= 10 then debts.customer_key <> 'unknown' end,
    case when customers.place <= 10 then debts.company_name end
order by
    person nulls last,
    customer nulls last,
    band nulls last
