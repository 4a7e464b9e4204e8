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
        calendar.date_day,
        calendar.is_working_day,
        calendar.working_day_of_month,
        calendar.working_days_in_month,
        plan_days.plan_day,
        plan_days.plan_to_date,
        plan_days.plan_month,
        plan_days.members_plan_month,
        plan_days.members_count,
        coalesce(metric_days.is_complete, false) as is_complete,
        coalesce(metric_days.is_month_complete, false) as is_month_complete,
        coalesce(metric_days.is_quarter_complete, false) as is_quarter_complete,
        coalesce(metric_days.is_year_complete, false) as is_year_complete,
        case when metric_days.is_complete then coalesce(facts.fact_value, 0) end as fact_day
    from unit_months
    cross join {{ ref('int_run') }} as runs
    inner join {{ ref('int_date') }} as calendar
        on unit_months.month_date = date_trunc('month', calendar.date_day)
    left join {{ ref('int_plan_days') }} as plan_days
        on
            unit_months.metric = plan_days.metric
            and unit_months.unit_type = plan_days.unit_type
            and unit_months.unit_key = plan_days.unit_key
            and calendar.date_day = plan_days.date_day
    left join {{ ref('int_metric_days') }} as metric_days
        on
            unit_months.metric = metric_days.metric
            and calendar.date_day = metric_days.date_day
    left join known_facts as facts
        on
            unit_months.metric = facts.metric
            and unit_months.unit_type = facts.unit_type
            and unit_months.unit_key = facts.unit_key
            and calendar.date_day = facts.date_day
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
        members_plan_month,
        members_count,
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
    accumulated_days.metric,
    accumulated_days.unit_type,
    accumulated_days.unit_key,
    accumulated_days.date_day,
    case
        when accumulated_days.unit_type = 'company' then 'Компания'
        else coalesce(org_units.unit_name, employees.employee_name, accumulated_days.unit_key)
    end as unit_name,
    accumulated_days.is_working_day,
    accumulated_days.plan_day,
    accumulated_days.plan_to_date,
    accumulated_days.plan_month,
    accumulated_days.members_plan_month,
    cast(accumulated_days.plan_month - accumulated_days.members_plan_month as decimal(18, 2)) as members_gap_month,
    accumulated_days.members_count,
    cast(accumulated_days.fact_day as decimal(18, 2)) as fact_day,
    cast(accumulated_days.fact_to_date as decimal(18, 2)) as fact_to_date,
    {{ cents_ratio(
        '(' ~ to_cents('accumulated_days.fact_to_date') ~ ' * 10000)', to_cents('accumulated_days.plan_month')
    ) }} as fulfilment_pct,
    {{ cents_ratio(
        '(' ~ to_cents('accumulated_days.fact_to_date') ~ ' * accumulated_days.working_days_in_month)',
        'accumulated_days.working_day_of_month'
    ) }} as run_rate_forecast,
    cast(accumulated_days.plan_quarter_to_date as decimal(18, 2)) as plan_quarter_to_date,
    cast(accumulated_days.fact_quarter_to_date as decimal(18, 2)) as fact_quarter_to_date,
    cast(accumulated_days.plan_year_to_date as decimal(18, 2)) as plan_year_to_date,
    cast(accumulated_days.fact_year_to_date as decimal(18, 2)) as fact_year_to_date,
    accumulated_days.is_complete
from accumulated_days
left join {{ ref('int_org_units') }} as org_units
    on
        accumulated_days.unit_type = 'department'
        and accumulated_days.unit_key = org_units.org_unit_key
left join {{ ref('dim_employee') }} as employees
    on
        accumulated_days.unit_type = 'employee'
        and accumulated_days.unit_key = employees.employee_key
