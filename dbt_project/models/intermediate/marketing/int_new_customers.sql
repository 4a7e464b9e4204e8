with incoming_line as (
    select
        customer_key,
        payment_line_key,
        paid_date,
        deal_key,
        row_number() over (
            partition by customer_key
            order by paid_at nulls last, payment_line_key nulls last
        ) as place
    from {{ ref('int_payment_allocations') }}
    where
        customer_key is not null
        and direction = 'in'
)

select
    incoming_line.customer_key,
    incoming_line.paid_date as first_payment_date,
    incoming_line.payment_line_key as first_payment_line_key,
    incoming_line.deal_key,
    case {{ client_status('customer_payments', 'incoming_line.paid_date') }}
        when 'current' then false
        when 'new' then true
    end as is_new
from incoming_line
inner join {{ ref('int_customer_payments') }} as customer_payments
    on incoming_line.customer_key = customer_payments.customer_key
where incoming_line.place = 1
