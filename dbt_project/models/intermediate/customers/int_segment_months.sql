with known_day as (
    select
        date_day,
        is_complete
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'revenue_paid_amount' and is_begun
),

-- Payments of a source that began before another do not tell what the house was paid.
known_payment as (
    select cast(date_trunc('month', min(date_day)) as date) as month_date
    from known_day
),

first_payment as (
    select cast(date_trunc('month', min(paid_date)) as date) as month_date
    from {{ ref('int_payment_allocations') }}
),

month_end as (
    select
        known_day.date_day as month_end_date,
        cast(date_trunc('month', known_day.date_day) as date) as month_date,
        greatest(
            cast(
                date_trunc('month', known_day.date_day) + interval '1 month'
                - interval '{{ var("customer_window_months") }} month' as date
            ),
            known_payment.month_date
        ) as window_start_date,
        known_payment.month_date as begun_month_date,
        greatest(first_payment.month_date, known_payment.month_date) as first_month_date
    from known_day
    cross join first_payment
    cross join known_payment
    cross join {{ ref('int_run') }} as run
    where
        extract(day from known_day.date_day + interval '1 day') = 1
        and known_day.date_day >= first_payment.month_date
        and known_day.date_day < run.as_of_date
),

known_month as (
    select
        month_end.month_end_date,
        month_end.month_date,
        month_end.window_start_date,
        month_end.begun_month_date,
        greatest(month_end.window_start_date, month_end.first_month_date) as known_from_date,
        row_number() over (order by month_end.month_end_date desc nulls last) as place
    from month_end
    inner join known_day
        on known_day.date_day between month_end.window_start_date and month_end.month_end_date
    group by
        month_end.month_end_date,
        month_end.month_date,
        month_end.window_start_date,
        month_end.begun_month_date,
        month_end.first_month_date
    having min(case when known_day.is_complete then 1 else 0 end) = 1
)

select
    known_month.month_end_date,
    known_month.month_date,
    known_month.window_start_date,
    known_month.begun_month_date,
    {{ months_between('known_month.known_from_date', 'known_month.month_date') }} + 1 as months_known_count,
    known_month.place <= {{ var('segment_month_ends') }} as is_segmented,
    earlier.month_end_date as previous_month_end_date,
    later.month_end_date as next_month_end_date
from known_month
left join known_month as earlier
    on
        earlier.month_end_date = known_month.month_date - interval '1 day'
        and earlier.place <= {{ var('segment_month_ends') }}
left join known_month as later
    on known_month.month_end_date = later.month_date - interval '1 day'
