-- The morning that the payment calendar was made for.
select max(as_of_date) as day
from fct_payment_schedule
