-- Deals won on one day by the employee who was responsible then, by the days that they took. `client`: 1 new, 2 current,
-- 0 not known.
select
    won_date as day,
    won_employee_key as person,
    pipeline_key as pipeline,
    channel_key as channel,
    case client_status when 'new' then 1 when 'current' then 2 else 0 end as client,
    sales_cycle_days as days,
    count(*) as deals_won_count,
    sum(amount) as revenue_booked_amount,
    sum(flats_count) as flats_sold_count,
    sum(properties_count) as properties_sold_count
from fct_deal
where
    is_won
    and won_date <= $last_day
group by
    won_date,
    won_employee_key,
    pipeline_key,
    channel_key,
    case client_status when 'new' then 1 when 'current' then 2 else 0 end,
    sales_cycle_days
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last,
    client nulls last,
    days nulls last
