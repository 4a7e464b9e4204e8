-- Root alerts of the panel's newest day: those that began or ended then, those that go on. Values in hundredths.
with newest as (
    select max(date_day) as date_day
    from mart_metric_long
    where metric_value is not null and period = 'day'
)

select
    alerts.metric,
    alerts.metric_name as name,
    metrics.label_en as name_en,
    metrics.unit as measured_in,
    metrics.direction,
    alerts.unit_type,
    alerts.unit_name,
    alerts.rule,
    alerts.state,
    alerts.deviation as way,
    cast(round(100 * alerts.metric_value) as bigint) as told,
    cast(round(100 * alerts.expected_value) as bigint) as expected
from mart_kpi_alert as alerts
inner join newest
    on alerts.date_day = newest.date_day
inner join dim_metric as metrics
    on alerts.metric = metrics.metric
where alerts.is_root
order by
    case alerts.state when 'new' then 1 when 'over' then 2 else 3 end,
    metrics.tier nulls last,
    alerts.metric nulls last,
    case when alerts.unit_type = 'company' then 0 else 1 end,
    alerts.unit_name nulls last,
    alerts.rule nulls last
