-- The newest day that the panel of metrics knows anything of.
select max(date_day) as day
from mart_metric_long
where metric_value is not null and period = 'day'
