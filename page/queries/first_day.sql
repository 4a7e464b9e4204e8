-- The first day that any stream was to be read for.
select min(date_day) as day
from mart_data_coverage
