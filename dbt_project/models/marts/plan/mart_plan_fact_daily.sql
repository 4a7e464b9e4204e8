with known_facts as (
    select
        facts.metric,
        facts.unit_type,
        facts.unit_key,
        facts.date_day,
        facts.fact_value
    from {{ ref('int_metric_facts') }} as facts
    inner join {{ ref('int_metric_days') }} as metric_days
        on
            facts.metric = metric_days.metric
            and facts.date_day = metric_days.date_day
    where metric_days.is_complete
),

unit_months as (
    select
        metric,
        unit_type,
        unit_key,
        date_trunc('month', date_day) as month_date
    from known_facts
    union
    select
        metric,
        unit_type,
        unit_key,
        date_trunc('month', date_day) as month_date
    from {{ ref('int_plan_days') }}
),

unit_days as (
    select
        unit_months.metric,
        unit_months.unit_type,
        unit_months.unit_key,
        days.date_day,
        days.is_working_day,
        days.working_day_of_month,
        days.working_days_in_month,
        plans.plan_day,
        plans.plan_to_date,
        plans.plan_month,
        coalesce(metric_days.is_complete, false) as is_complete,
        coalesce(metric_days.is_month_complete, false) as is_month_complete,
        coalesce(metric_days.is_quarter_complete, false) as is_quarter_complete,
        coalesce(metric_days.is_year_complete, false) as is_year_complete,
        case when metric_days.is_complete then coalesce(facts.fact_value, 0) end as fact_day
    from unit_months
    cross join {{ ref('int_run') }} as runs
    inner join {{ ref('int_date') }} as days
        on unit_months.month_date = date_trunc('month', days.date_day)
    left join {{ ref('int_plan_days') }} as plans
        on
            unit_months.metric = plans.metric
            and unit_months.unit_type = plans.unit_type
            and unit_months.unit_key = plans.unit_key
            and days.date_day = plans.date_day
    left join {{ ref('int_metric_days') }} as metric_days
        on
            unit_months.metric = metric_days.metric
            and days.date_day = metric_days.date_day
    left join known_facts as facts
        on
            unit_months.metric = facts.metric
            and unit_months.unit_type = facts.unit_type
            and unit_months.unit_key = facts.unit_key
            and days.date_day = facts.date_day
    where unit_months.month_date <= date_trunc('month', runs.as_of_date)
),

accumulated_days as (
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        is_working_day,
        working_day_of_month,
        working_days_in_month,
        plan_day,
        plan_to_date,
        plan_month,
        is_complete,
        fact_day,
        case
            when is_month_complete
                then sum(fact_day) over (
                    partition by metric, unit_type, unit_key, date_trunc('month', date_day)
                    order by date_day nulls last
                    rows between unbounded preceding and current row
                )
        end as fact_to_date,
        sum(plan_day) over (
            partition by metric, unit_type, unit_key, date_trunc('quarter', date_day)
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as plan_quarter_to_date,
        case
            when is_quarter_complete
                then sum(fact_day) over (
                    partition by metric, unit_type, unit_key, date_trunc('quarter', date_day)
                    order by date_day nulls last
                    rows between unbounded preceding and current row
                )
        end as fact_quarter_to_date,
        sum(plan_day) over (
            partition by metric, unit_type, unit_key, date_trunc('year', date_day)
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as plan_year_to_date,
        case
            when is_year_complete
                then sum(fact_day) over (
                    partition by metric, unit_type, unit_key, date_trunc('year', date_day)
                    order by date_day nulls last
                    rows between unbounded preceding and current row
                )
        end as fact_year_to_date
    from unit_days
)

select
    days.metric,
    days.unit_type,
    days.unit_key,
    days.date_day,
    coalesce(org_units.unit_name, employees.employee_name, days.unit_key) as unit_name,
    days.is_working_day,
    days.plan_day,
    days.plan_to_date,
    days.plan_month,
    cast(days.fact_day as decimal(18, 2)) as fact_day,
    cast(days.fact_to_date as decimal(18, 2)) as fact_to_date,
    {{ cents_ratio(
        '(' ~ to_cents('days.fact_to_date') ~ ' * 10000)', to_cents('days.plan_month')
    ) }} as fulfilment_pct,
    {{ cents_ratio(
        '(' ~ to_cents('days.fact_to_date') ~ ' * days.working_days_in_month)', 'days.working_day_of_month'
    ) }} as run_rate_forecast,
    cast(days.plan_quarter_to_date as decimal(18, 2)) as plan_quarter_to_date,
    cast(days.fact_quarter_to_date as decimal(18, 2)) as fact_quarter_to_date,
    cast(days.plan_year_to_date as decimal(18, 2)) as plan_year_to_date,
    cast(days.fact_year_to_date as decimal(18, 2)) as fact_year_to_date,
    days.is_complete
from accumulated_days as days
left join {{ ref('int_org_units') }} as org_units
    on
        days.unit_type = 'department'
        and days.unit_key = org_units.org_unit_key
left join {{ ref('int_employees') }} as employees
    on
        days.unit_type = 'employee'
        and days.unit_key = employees.employee_key
