with covered_years as (
    select
        date_trunc('year', min(coverage.date_day)) as first_date,
        max(runs.as_of_date) as as_of_date
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
),

planned_metrics as (
    select distinct metric
    from {{ ref('int_metric_entities') }}
    where is_planned
),

metric_days as (
    select
        planned_metrics.metric,
        calendar.date_day,
        case when coverage.is_complete then 1 else 0 end as is_complete
    from planned_metrics
    cross join covered_years
    inner join {{ ref('int_date') }} as calendar
        on
            covered_years.first_date <= calendar.date_day
            and covered_years.as_of_date > calendar.date_day
    left join {{ ref('int_metric_coverage_day') }} as coverage
        on
            planned_metrics.metric = coverage.metric
            and calendar.date_day = coverage.date_day
)

select
    metric,
    date_day,
    is_complete = 1 as is_complete,
    min(is_complete) over (
        partition by metric, date_trunc('month', date_day)
        order by date_day nulls last
        rows between unbounded preceding and current row
    ) = 1 as is_month_complete,
    min(is_complete) over (
        partition by metric, date_trunc('quarter', date_day)
        order by date_day nulls last
        rows between unbounded preceding and current row
    ) = 1 as is_quarter_complete,
    min(is_complete) over (
        partition by metric, date_trunc('year', date_day)
        order by date_day nulls last
        rows between unbounded preceding and current row
    ) = 1 as is_year_complete
from metric_days
