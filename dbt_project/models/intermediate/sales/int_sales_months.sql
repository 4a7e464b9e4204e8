with loaded_day as (
    select date_day
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'net_amount' and is_complete
),

month as (
    select
        cast(date_trunc('month', calendar.date_day) as date) as month_date,
        cast(date_trunc('month', run.as_of_date) as date) as running_month_date,
        sum(case when calendar.is_working_day then 1 else 0 end) as working_days_count,
        count(*) as days_count,
        count(loaded_day.date_day) as loaded_days_count
    from {{ ref('int_date') }} as calendar
    inner join {{ ref('int_run') }} as run
        on calendar.date_day < run.as_of_date
    left join loaded_day
        on calendar.date_day = loaded_day.date_day
    group by
        cast(date_trunc('month', calendar.date_day) as date),
        cast(date_trunc('month', run.as_of_date) as date)
)

select
    month_date,
    case
        when month_date < running_month_date then month_date
        else cast(month_date - interval '1 month' as date)
    end as demand_month_date,
    cast(working_days_count as bigint) as working_days_count,
    loaded_days_count = days_count as is_complete
from month
where loaded_days_count > 0
