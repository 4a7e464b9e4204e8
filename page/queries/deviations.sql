-- Root alerts of the newest tested day of each metric, unit and rule that began or ended then, and how many go on.
with newest as (
    select max(date_day) as date_day
    from mart_kpi_alert
)

select
    alerts.date_day as day,
    alerts.metric,
    alerts.metric_name,
    alerts.unit_type,
    alerts.unit_name,
    alerts.rule,
    alerts.state,
    alerts.deviation,
    alerts.metric_value,
    alerts.expected_value,
    metrics.unit
from mart_kpi_alert as alerts
inner join newest
    on alerts.date_day = newest.date_day
inner join dim_metric as metrics
    on alerts.metric = metrics.metric
where alerts.is_root
order by
    case alerts.state when 'new' then 1 when 'over' then 2 else 3 end,
    metrics.tier nulls last,
    alerts.metric_name nulls last,
    case when alerts.unit_type = 'company' then 0 else 1 end,
    alerts.unit_name nulls last
