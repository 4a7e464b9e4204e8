-- The marks of the newest day of stand-ups, the earliest first, and how many days before it they are compared with.
select
    date_day as day,
    mark,
    max(counted_to_at) as counted_to_at,
    max(base_days_count) as days,
    bool_or(is_running_day) as is_running
from mart_day_pulse
where date_day = (select max(newest.date_day) from mart_day_pulse as newest)
group by
    date_day,
    mark
order by
    counted_to_at nulls last,
    mark nulls last
