-- Deals whose first incoming payment fell on a day, by the employee for whom it counts.
with ranked_payments as (
    select
        payments.deal_key,
        payments.paid_date as day,
        payments.employee_key as person,
        deals.pipeline_key as pipeline,
        row_number() over (
            partition by payments.deal_key
            order by payments.paid_date nulls last, payments.payment_line_key nulls last
        ) as place
    from fct_payment as payments
    inner join deal_pipelines as deals
        on payments.deal_key = deals.deal_key
    where payments.direction = 'in'
)

select
    day,
    person,
    pipeline,
    count(*) as period_reached_count
from ranked_payments
where
    place = 1
    and day <= $last_day
group by
    day,
    person,
    pipeline
order by
    day nulls last,
    person nulls last,
    pipeline nulls last
