{% set told = ['rule', 'metric', 'date_day', 'way'] %}
{#- What differs from its plan's pace or from its own history, by metric, unit and day (docs/kpi.md, Alerts). -#}
with watched as (
    select
        metric,
        unit
    from {{ ref('int_metrics') }}
    where
        additivity = 'all'
        and tier <= 2
        and direction <> 'none'
        and unit in ('count', 'money')
),

tested_days as (
    {{ days_against_history('watched') }}
    union all
    {{ days_against_plan() }}
),

stated_days as (
    select
        rule,
        metric,
        unit_type,
        unit_key,
        date_day,
        metric_value,
        expected_value,
        robust_z,
        way,
        coalesce(
            lag(way) over (
                partition by rule, metric, unit_type, unit_key, period_date order by date_day nulls last
            ), 0
        ) as way_before
    from tested_days
),

-- What the departments that alert the same way on the day come to together.
departments_days as (
    select
        {{ columns(told) }},
        sum(metric_value - expected_value) as difference
    from tested_days
    where unit_type = 'department' and way <> 0
    group by {{ columns(told) }}
),

-- Ways in which the company's alert is the root of its departments'.
swallowed_days as (
    select
        {{ columns(told, 'company') }}
    from tested_days as company
    inner join departments_days as departments
        on {{ same_in(told, 'company', 'departments') }}
    where
        company.unit_type = 'company'
        and abs(departments.difference) >= 0.8 * abs(company.metric_value - company.expected_value)
)

select
    stated.metric,
    metrics.label_ru as metric_name,
    stated.unit_type,
    stated.unit_key,
    case when stated.unit_type = 'company' then 'Компания' else coalesce(org_units.unit_name, stated.unit_key) end
        as unit_name,
    stated.date_day,
    stated.rule,
    case
        when stated.way = 0 then 'over'
        when stated.way = stated.way_before then 'going_on'
        else 'new'
    end as state,
    case
        when stated.way > 0 or (stated.way = 0 and stated.way_before > 0) then 'above'
        else 'below'
    end as deviation,
    cast(stated.metric_value as decimal(18, 2)) as metric_value,
    cast(stated.expected_value as decimal(18, 2)) as expected_value,
    round(stated.robust_z, 2) as robust_z,
    case
        when stated.unit_type = 'department' and swallowed.rule is not null then 'company'
        else stated.unit_key
    end as root_unit_key,
    stated.unit_type = 'company' or swallowed.rule is null as is_root
from stated_days as stated
inner join {{ ref('int_metrics') }} as metrics
    on stated.metric = metrics.metric
left join swallowed_days as swallowed
    on {{ same_in(told, 'stated', 'swallowed') }}
left join {{ ref('int_org_units') }} as org_units
    on stated.unit_key = org_units.org_unit_key
where stated.way <> 0 or stated.way_before <> 0
