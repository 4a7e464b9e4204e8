-- Each goal on its newest day: where it stands and what made the gap to its baseline. Shares in percent, gaps in points.
with newest as (
    select
        goal,
        max(date_day) as date_day,
        max(case when value_unit = 'share' then 100 else 1 end) as times
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
    newest.times * goals.target_value as target_amount,
    newest.times * goals.fact_to_date as fact_amount,
    goals.needed_per_working_day as needed_amount,
    newest.times * goals.forecast_value as forecast_amount,
    goals.is_on_track,
    newest.times * goals.baseline_value_to_date as baseline_amount,
    newest.times * goals.gap_value as gap_amount,
    goals.gap_leads_amount as gap_by_leads_amount,
    goals.gap_conversion_amount as gap_by_conversion_amount,
    goals.gap_ticket_amount as gap_by_ticket_amount,
    goals.gap_margin_share_amount as gap_by_share_amount,
    goals.gap_unlinked_amount as gap_by_unlinked_amount,
    newest.times * goals.gap_numerator_value as gap_by_numerator_amount,
    newest.times * goals.gap_denominator_value as gap_by_denominator_amount
from mart_goal_progress as goals
inner join newest
    on
        goals.goal = newest.goal
        and goals.date_day = newest.date_day
order by
    deadline_day nulls last,
    goals.goal nulls last
