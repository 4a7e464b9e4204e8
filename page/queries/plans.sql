-- The plan of a month; the page spreads it over working days as docs/kpi.md §5 says.
select distinct
    metric,
    case when unit_type = 'department' then unit_key end as unit,
    case when unit_type = 'employee' then unit_key end as person,
    cast(date_trunc('month', date_day) as date) as month,
    plan_month as plan_amount
from mart_plan_fact_daily
where plan_month is not null
order by
    metric nulls last,
    unit nulls first,
    person nulls first,
    month nulls last
