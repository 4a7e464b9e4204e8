-- A day of the official calendar, from the first one of any data to the end of the last month.
select
    date_day as day,
    is_working_day
from dim_date
where date_day between $first_day and $end_day
order by date_day nulls last
