-- Visits of one day and employee; days without any are left out, unknown ones are told by unknown_visits.
select
    date_day as day,
    employee_key as person,
    visits_made_count
from mart_employee_activity_daily
where
    date_day <= $last_day
    and visits_made_count > 0
order by
    day nulls last,
    person nulls last
