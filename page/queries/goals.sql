-- Each goal on its newest day: where it stands and what made the gap to its baseline. Values in hundredths of the metric.
with newest as (
    select
        goal,
        max(date_day) as date_day
    from mart_goal_progress
    group by goal
)

select
    goals.goal,
    goals.metric,
    goals.unit_type,
    goals.unit_name,
    goals.owner_name,
    goals.date_day as told_day,
    goals.deadline_date as deadline_day,
    goals.working_days_left as days_left,
    goals.target_value as target_amount,
    goals.fact_to_date as fact_amount,
    goals.needed_per_working_day as needed_amount,
    goals.forecast_value as forecast_amount,
    goals.is_on_track,
    goals.baseline_value_to_date as baseline_amount,
    goals.gap_value as gap_amount,
    goals.gap_leads_amount as gap_by_leads_amount,
    goals.gap_conversion_amount as gap_by_conversion_amount,
    goals.gap_ticket_amount as gap_by_ticket_amount,
    goals.gap_unlinked_amount as gap_by_unlinked_amount
from mart_goal_progress as goals
inner join newest
    on
        goals.goal = newest.goal
        and goals.date_day = newest.date_day
order by
    deadline_day nulls last,
    goals.goal nulls last
