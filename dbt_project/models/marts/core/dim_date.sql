select
    date_day,
    cast(extract(year from date_day) as bigint) as year,
    cast(extract(quarter from date_day) as bigint) as quarter,
    cast(extract(month from date_day) as bigint) as month,
    cast(date_trunc('month', date_day) as date) as month_start_date,
    cast(date_trunc('week', date_day) as date) as week_start_date,
    cast({{ day_of_week('date_day') }} as bigint) as day_of_week,
    is_working_day,
    is_holiday,
    holiday_name,
    is_moved,
    is_calendar_known,
    working_day_of_month,
    working_days_in_month,
    working_day_of_quarter,
    working_days_in_quarter
from {{ ref('int_date') }}
