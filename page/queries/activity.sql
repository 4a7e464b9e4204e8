-- Everything that an employee did on one of the last days; null where it is not known.
select
    date_day as day,
    employee_key as person,
    leads_count,
    calls_in_count,
    calls_out_count,
    calls_missed_count,
    calls_missed_let_go_count,
    calls_missed_open_count,
    talk_seconds,
    meetings_planned_count,
    meetings_held_count,
    messages_count,
    contracts_count,
    payments_count,
    revenue_paid_amount,
    backlog_start_count,
    processed_count,
    backlog_end_count
from mart_employee_activity_daily
where date_day between $recent_day and $last_day
order by
    day nulls last,
    person nulls last
