with ranked_payment as (
    select
        deal_key,
        paid_at,
        paid_date,
        employee_key,
        row_number() over (
            partition by deal_key
            order by paid_date nulls last, payment_line_key nulls last
        ) as place
    from {{ ref('int_payment_allocations') }}
    where
        direction = 'in'
        and deal_key is not null
)

select
    deal_key,
    paid_at,
    paid_date,
    employee_key
from ranked_payment
where place = 1
