-- Deals lost on one day by the employee who was responsible then, by the reason that the CRM holds.
select
    lost_date as day,
    lost_employee_key as person,
    pipeline_key as pipeline,
    loss_reason_name as reason,
    count(*) as deals_lost_count
from fct_deal
where
    is_lost
    and lost_date <= $last_day
group by
    lost_date,
    lost_employee_key,
    pipeline_key,
    loss_reason_name
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    reason nulls last
