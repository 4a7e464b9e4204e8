-- Money of one day, employee and deal; a deal is a bare number here, and money without a deal has none.
-- `client`: 1 new, 2 current, 0 not known.
select
    payments.paid_date as day,
    payments.employee_key as person,
    deals.pipeline_key as pipeline,
    payments.channel_key as channel,
    payments.deal_key as deal,
    case payments.client_status when 'new' then 1 when 'current' then 2 else 0 end as client,
    payments.payment_form_name as form,
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
    payments.deal_key,
    case payments.client_status when 'new' then 1 when 'current' then 2 else 0 end,
    payments.payment_form_name
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last,
    deal nulls last,
    client nulls last,
    form nulls last
