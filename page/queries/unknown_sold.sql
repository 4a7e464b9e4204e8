-- A day of which won deals or the properties they took are not known to be loaded to their end.
with told_days as (
    select
        date_day,
        bool_and(is_complete) as is_complete
    from mart_conversion_by_unit
    group by date_day
),

stream_days as (
    select
        date_day,
        bool_and(is_complete) as is_complete
    from mart_data_coverage
    where list_contains(string_split(entities, ', '), 'property_status_changes')
    group by date_day
)

select days.date_day as day
from dim_date as days
left join told_days
    on days.date_day = told_days.date_day
left join stream_days
    on days.date_day = stream_days.date_day
where
    days.date_day between $first_day and $last_day
    and not (coalesce(told_days.is_complete, true) and coalesce(stream_days.is_complete, false))
order by days.date_day nulls last
