{% set line = ['metric', 'unit_type', 'unit_key'] %}
{% set of_day = ['date_day', 'is_working_day', 'working_day_of_month', 'working_days_in_month'] %}
{% set of_plan = ['plan_day', 'plan_to_date', 'plan_month', 'members_plan_month', 'members_count'] %}

with known_facts as (
    select
        {{ columns(line, 'facts') }},
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
        {{ columns(line) }},
        date_trunc('month', date_day) as month_date
    from known_facts
    union
    select
        {{ columns(line) }},
        date_trunc('month', date_day) as month_date
    from {{ ref('int_plan_days') }}
),

unit_days as (
    select
        {{ columns(line, 'unit_months') }},
        {{ columns(of_day, 'calendar') }},
        {{ columns(of_plan, 'plan_days') }},
        coalesce(metric_days.is_complete, false) as is_complete,
        coalesce(metric_days.is_month_complete, false) as is_month_complete,
        coalesce(metric_days.is_quarter_complete, false) as is_quarter_complete,
        coalesce(metric_days.is_year_complete, false) as is_year_complete,
        {{ known_sum('metric_days.is_complete', 'facts.fact_value', 'decimal(18, 2)', 'facts.unit_key') }} as fact_day
    from unit_months
    cross join {{ ref('int_run') }} as runs
    inner join {{ ref('int_date') }} as calendar
        on unit_months.month_date = date_trunc('month', calendar.date_day)
    left join {{ ref('int_plan_days') }} as plan_days
        on
            {{ same_in(line, 'unit_months', 'plan_days') }}
            and calendar.date_day = plan_days.date_day
    left join {{ ref('int_metric_days') }} as metric_days
        on
            unit_months.metric = metric_days.metric
            and calendar.date_day = metric_days.date_day
    left join known_facts as facts
        on
            {{ same_in(line, 'unit_months', 'facts') }}
            and calendar.date_day = facts.date_day
    where unit_months.month_date <= date_trunc('month', runs.as_of_date)
),

days as (
    select
        {{ columns(line + of_day + of_plan) }},
        is_complete,
        fact_day,
        case when is_month_complete then {{ sum_until('fact_day', 'month_to_date') }} end as fact_to_date,
        sum(plan_day) over quarter_to_date as plan_quarter_to_date,
        case when is_quarter_complete then {{ sum_until('fact_day', 'quarter_to_date') }} end as fact_quarter_to_date,
        sum(plan_day) over year_to_date as plan_year_to_date,
        case when is_year_complete then {{ sum_until('fact_day', 'year_to_date') }} end as fact_year_to_date
    from unit_days
    window
        month_to_date as ({{ to_date(line, 'month') }}),
        quarter_to_date as ({{ to_date(line, 'quarter') }}),
        year_to_date as ({{ to_date(line, 'year') }})
)

select
    {{ columns(line, 'days') }},
    days.date_day,
    case
        when days.unit_type = 'company' then 'Компания'
        else coalesce(org_units.unit_name, employees.employee_name, days.unit_key)
    end as unit_name,
    days.is_working_day,
    days.plan_day,
    days.plan_to_date,
    days.plan_month,
    days.members_plan_month,
    cast(days.plan_month - days.members_plan_month as decimal(18, 2)) as members_gap_month,
    days.members_count,
    cast(days.fact_day as decimal(18, 2)) as fact_day,
    cast(days.fact_to_date as decimal(18, 2)) as fact_to_date,
    {{ cents_ratio(
        '(' ~ to_cents('days.fact_to_date') ~ ' * 10000)', to_cents('days.plan_month')
    ) }} as fulfilment_pct,
    {{ cents_ratio(
        '(' ~ to_cents('days.fact_to_date') ~ ' * days.working_days_in_month)',
        'days.working_day_of_month'
    ) }} as run_rate_forecast,
    cast(days.plan_quarter_to_date as decimal(18, 2)) as plan_quarter_to_date,
    cast(days.fact_quarter_to_date as decimal(18, 2)) as fact_quarter_to_date,
    cast(days.plan_year_to_date as decimal(18, 2)) as plan_year_to_date,
    cast(days.fact_year_to_date as decimal(18, 2)) as fact_year_to_date,
    days.is_complete
from days
left join {{ ref('int_org_units') }} as org_units
    on
        days.unit_type = 'department'
        and days.unit_key = org_units.org_unit_key
left join {{ ref('dim_employee') }} as employees
    on
        days.unit_type = 'employee'
        and days.unit_key = employees.employee_key
