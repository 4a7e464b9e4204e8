-- What was expected for a day on its own morning, and what part of it was paid by then; unknown until it is over.
select
    as_of_date as day,
    employee_key as person,
    sum(expected_amount) as promised_amount,
    sum(kept_amount) as kept_promises_amount
from mart_payment_calendar
where
    due_date = as_of_date
    and kept_amount is not null
    and instalments_count > 0
group by
    as_of_date,
    employee_key
order by
    day nulls last,
    person nulls last
