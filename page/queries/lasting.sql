-- Deals that are still open, by the days that they have lasted so far.
select
    employee_key as person,
    pipeline_key as pipeline,
    cycle_days as days,
    count(*) as deals_count
from mart_sales_cycle
where is_censored
group by
    employee_key,
    pipeline_key,
    cycle_days
order by
    person nulls last,
    pipeline nulls last,
    days nulls last
