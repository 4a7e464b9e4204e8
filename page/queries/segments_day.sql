-- The month end at which customers were sorted into segments.
select max(month_end_date) as day
from mart_customer_segment
