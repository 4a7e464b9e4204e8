with working_day as (
    select
        goals.goal_key,
        cast(sum(case when calendar.is_working_day then 1 else 0 end) as bigint) as working_days
    from {{ ref('int_goals') }} as goals
    inner join {{ ref('int_date') }} as calendar
        on calendar.date_day between goals.start_date and goals.deadline_date
    group by goals.goal_key
),

forecast as (
    select
        days.goal_key,
        days.date_day,
        days.working_days_passed,
        working_day.working_days - days.working_days_passed as working_days_left,
        days.is_known,
        days.fact_to_date,
        case
            when goals.denominator is not null then days.fact_to_date
            else
                cast({{ cents_ratio(
                    wide(to_cents('days.fact_to_date')) ~ ' * working_day.working_days', 'days.working_days_passed'
                ) }} as decimal(18, 4))
        end as forecast_value,
        case
            when goals.denominator is null
                then {{ cents_ratio(
                    to_cents(not_below_zero('(goals.target_value - days.fact_to_date)')),
                    '(working_day.working_days - days.working_days_passed)'
                ) }}
        end as needed_per_working_day,
        goals.denominator is not null as is_ratio
    from {{ ref('int_goal_days') }} as days
    inner join working_day
        on days.goal_key = working_day.goal_key
    inner join {{ ref('int_goals') }} as goals
        on days.goal_key = goals.goal_key
)

select
    goals.goal,
    forecast.date_day,
    goals.metric,
    goals.value_unit,
    goals.unit_type,
    goals.unit_key,
    case
        when goals.unit_type = 'company' then 'Компания'
        else coalesce(org_units.unit_name, employees.employee_name, goals.unit_key)
    end as unit_name,
    goals.owner_name,
    goals.baseline_value,
    goals.baseline_from_date,
    goals.baseline_to_date,
    goals.target_value,
    goals.start_date,
    goals.deadline_date,
    forecast.working_days_passed,
    forecast.working_days_left,
    forecast.fact_to_date,
    forecast.needed_per_working_day,
    case
        when forecast.needed_per_working_day is not null then null
        when forecast.is_ratio then 'ratio'
        when forecast.working_days_left = 0 then 'over'
        else 'unknown'
    end as needed_missing_reason,
    forecast.forecast_value,
    case
        when metrics.direction = 'lower' then forecast.forecast_value <= goals.target_value
        else forecast.forecast_value >= goals.target_value
    end as is_on_track,
    gaps.baseline_value_to_date,
    gaps.gap_value,
    gaps.gap_leads_amount,
    gaps.gap_conversion_amount,
    gaps.gap_ticket_amount,
    gaps.gap_margin_share_amount,
    gaps.gap_unlinked_amount,
    gaps.gap_numerator_value,
    gaps.gap_denominator_value,
    forecast.is_known as is_complete
from forecast
inner join {{ ref('int_goals') }} as goals
    on forecast.goal_key = goals.goal_key
inner join {{ ref('int_goal_gaps') }} as gaps
    on
        forecast.goal_key = gaps.goal_key
        and forecast.date_day = gaps.date_day
left join {{ ref('int_metrics') }} as metrics
    on goals.metric = metrics.metric
left join {{ ref('int_org_units') }} as org_units
    on
        goals.unit_type = 'department'
        and goals.unit_key = org_units.org_unit_key
left join {{ ref('int_employees') }} as employees
    on
        goals.unit_type = 'employee'
        and goals.unit_key = employees.employee_key
