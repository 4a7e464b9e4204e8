-- What was booked, shipped and paid on a day, and booked less paid by its reason; null where it is not known.
select
    date_day as day,
    reason as truth,
    sum(booked_amount) as booked_amount,
    sum(paid_amount) as paid_amount,
    sum(shipped_amount) as revenue_shipped_amount,
    sum(difference_amount) as revenue_difference_amount
from mart_revenue_reconciliation
where date_day <= $last_day
group by
    date_day,
    reason
order by
    day nulls last,
    truth nulls last
