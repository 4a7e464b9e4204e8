-- Money of one day, employee and deal; a deal is a bare number here, and money without a deal has none.
select
    payments.paid_date as day,
    payments.employee_key as person,
    deals.pipeline_key as pipeline,
    payments.channel_key as channel,
    payments.deal_key as deal,
    count(*) filter (where payments.direction = 'in') as payments_count,
    sum(payments.amount) as revenue_paid_amount
from fct_payment as payments
left join deal_pipelines as deals
    on payments.deal_key = deals.deal_key
where payments.paid_date <= $last_day
group by
    payments.paid_date,
    payments.employee_key,
    deals.pipeline_key,
    payments.channel_key,
    payments.deal_key
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last,
    deal nulls last
