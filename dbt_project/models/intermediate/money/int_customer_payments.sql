select
    customer_key,
    min(case when direction = 'in' then paid_date end) as first_payment_date,
    max(case when direction = 'in' then paid_date end) as last_payment_date,
    cast(sum(amount) as decimal(18, 2)) as paid_amount,
    cast(count(distinct case when direction = 'in' then payment_key end) as bigint) as payments_count
from {{ ref('int_payment_allocations') }}
where customer_key is not null
group by customer_key
