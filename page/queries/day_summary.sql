-- One row per employee and one of the last days, as the mart holds it; null where it is not known.
select
    date_day as day,
    employee_key as person,
    leads_count,
    calls_in_count,
    calls_out_count,
    meetings_held_count,
    contracts_count,
    revenue_paid_amount,
    backlog_end_count,
    meetings_next_day_count,
    expected_next_day_amount,
    expected_week_amount,
    overdue_amount,
    paid_plan_month_amount,
    paid_to_date_amount
from mart_employee_day_summary
where date_day between $recent_day and $last_day
order by
    day nulls last,
    person nulls last
