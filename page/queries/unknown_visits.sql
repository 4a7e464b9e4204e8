-- A day whose visits were not loaded to their end.
select distinct date_day as day
from mart_employee_activity_daily
where
    visits_made_count is null
    and date_day <= $last_day
order by day nulls last
