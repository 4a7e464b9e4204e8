with run_file as (
    {{ run_file('calendar', 'calendar.json', ['date_day', 'day_name', 'is_working_day', 'is_moved', 'is_official']) }}
)

select
    cast(date_day as date) as date_day,
    day_name,
    cast(is_working_day as boolean) as is_working_day,
    cast(is_moved as boolean) as is_moved,
    cast(is_official as boolean) as is_official
from run_file
