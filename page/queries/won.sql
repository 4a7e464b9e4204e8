-- Deals won on one day by the employee who was responsible then.
select
    won_date as day,
    won_employee_key as person,
    pipeline_key as pipeline,
    channel_key as channel,
    count(*) as deals_won_count,
    sum(amount) as revenue_booked_amount
from fct_deal
where
    is_won
    and won_date <= $last_day
group by
    won_date,
    won_employee_key,
    pipeline_key,
    channel_key
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last
