-- A day whose calls were not loaded to their end.
select distinct date_day as day
from mart_employee_activity_daily
where
    calls_in_count is null
    and date_day <= $last_day
order by day nulls last
