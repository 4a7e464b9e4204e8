-- How the CRM is kept on each of the last days, by employee and rule; what cannot be judged is null.
select
    date_day as day,
    employee_key as person,
    rule,
    found_count as undisciplined_count,
    base_count as judged_count
from mart_data_discipline
where date_day between $recent_day and $last_day
order by
    day nulls last,
    person nulls last,
    rule nulls last
