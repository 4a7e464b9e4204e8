-- A day of payments that is not known to be loaded to its end. A month without plan and payments has no rows in the
-- plan mart: there the coverage of the payment streams decides.
with told_days as (
    select
        date_day,
        is_complete
    from mart_plan_fact_daily
    where
        metric = 'revenue_paid_amount'
        and unit_type = 'company'
),

stream_days as (
    select
        date_day,
        bool_and(is_complete) as is_complete
    from mart_data_coverage
    where list_contains(string_split(entities, ', '), 'payments')
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
    and not coalesce(told_days.is_complete, stream_days.is_complete, false)
order by days.date_day nulls last
