-- A day of leads and moves that was not loaded to its end.
select distinct date_day as day
from mart_conversion_by_unit
where
    not is_complete
    and date_day <= $last_day
order by day nulls last
