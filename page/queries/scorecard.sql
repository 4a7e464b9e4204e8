-- Each month and employee: the weakest step with both parts of its rates, or why none is named.
-- `verdict`: weakest; few (loses somewhere, with too few leads there to say so); level (loses nowhere); alone (nobody in
-- the department to be held against); unknown (the month is not loaded).
with judged_months as (
    select
        month_date,
        employee_key,
        max(case when is_weakest_step then step end) as weakest_step,
        case
            when not bool_and(is_complete) then 'unknown'
            when bool_or(is_weakest_step) then 'weakest'
            when max(lost_here_count) > 0 then 'few'
            when max(lost_here_count) = 0 then 'level'
            else 'alone'
        end as verdict
    from mart_employee_scorecard
    where month_date <= $last_day
    group by
        month_date,
        employee_key
)

select
    months.month_date as month,
    months.employee_key as person,
    steps.org_unit_then_key as unit,
    months.verdict,
    months.weakest_step as step,
    case when steps.is_weakest_step then steps.entered_count end as entered,
    case when steps.is_weakest_step then steps.reached_count end as went_on,
    case when steps.is_weakest_step then steps.unit_entered_count end as others_entered,
    case when steps.is_weakest_step then steps.unit_reached_count end as others_went_on,
    case when steps.is_weakest_step then cast(steps.lost_here_count as double) end as lost,
    case when steps.is_weakest_step then steps.gap_cost_amount end as weakest_cost_amount,
    case when steps.is_weakest_step then steps.is_beyond_chance end as is_beyond_chance,
    case when steps.is_weakest_step then steps.advice_ru end as hint_ru,
    case when steps.is_weakest_step then steps.advice_en end as hint_en
from judged_months as months
inner join mart_employee_scorecard as steps
    on
        months.month_date = steps.month_date
        and months.employee_key = steps.employee_key
        and coalesce(months.weakest_step, 'lead') = steps.step
order by
    month nulls last,
    person nulls last
