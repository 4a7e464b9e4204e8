-- Conversations of one day and employee; days without any are left out, unknown ones are told by unknown_calls.
select
    date_day as day,
    employee_key as person,
    calls_in_count,
    calls_out_count,
    calls_missed_count
from mart_employee_activity_daily
where
    date_day <= $last_day
    and calls_in_count + calls_out_count > 0
order by
    day nulls last,
    person nulls last
