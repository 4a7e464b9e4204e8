with metric_entities as (
    select
        fed_metrics.metric,
        fed_metrics.entity
    from (
        values
        ('leads_count', 'leads'),
        ('clean_leads_count', 'leads'),
        ('deals_won_count', 'leads'),
        ('deals_won_count', 'stage_changes'),
        ('contracts_count', 'leads'),
        ('contracts_count', 'stage_changes'),
        ('revenue_booked_amount', 'leads'),
        ('revenue_booked_amount', 'stage_changes'),
        ('revenue_paid_amount', 'payments')
    ) as fed_metrics (metric, entity)
    {% if not var('payment_sources') -%}
        where fed_metrics.metric <> 'revenue_paid_amount'
    {%- endif %}
),

covered_years as (
    select
        date_trunc('year', min(coverage.date_day)) as first_date,
        max(runs.as_of_date) as as_of_date
    from {{ ref('int_entity_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
),

metric_entity_days as (
    select
        metric_entities.metric,
        calendar.date_day,
        coalesce(coverage.is_complete, false) as is_complete
    from metric_entities
    cross join covered_years
    inner join {{ ref('int_date') }} as calendar
        on
            covered_years.first_date <= calendar.date_day
            and covered_years.as_of_date > calendar.date_day
    left join {{ ref('int_entity_coverage_day') }} as coverage
        on
            metric_entities.entity = coverage.entity
            and calendar.date_day = coverage.date_day
),

metric_days as (
    select
        metric,
        date_day,
        min(case when is_complete then 1 else 0 end) as is_complete
    from metric_entity_days
    group by
        metric,
        date_day
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
