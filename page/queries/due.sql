-- Money expected on the newest morning, by the day it is due.
with newest as (
    select max(as_of_date) as as_of_date
    from fct_payment_schedule
)

select
    schedule.due_date as day,
    schedule.due_bucket as bucket,
    schedule.employee_key as person,
    deals.pipeline_key as pipeline,
    count(*) as instalments_count,
    sum(schedule.expected_amount) as expected_amount
from fct_payment_schedule as schedule
inner join newest
    on schedule.as_of_date = newest.as_of_date
left join deal_pipelines as deals
    on schedule.deal_key = deals.deal_key
where schedule.due_bucket <> 'later'
group by
    schedule.due_date,
    schedule.due_bucket,
    schedule.employee_key,
    deals.pipeline_key
order by
    day nulls last,
    person nulls last,
    pipeline nulls last
