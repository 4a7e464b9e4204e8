-- The morning from which the days that are left are planned.
select max(date_day) as day
from mart_daily_effort_plan
