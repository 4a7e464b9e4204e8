-- The funnel backwards on the newest morning: what each employee lacks to the month's plan, and what a working day needs.
with newest as (
    select max(date_day) as date_day
    from mart_daily_effort_plan
)

select
    effort.employee_key as person,
    effort.working_days_left as days_left,
    cast(effort.missing_deals as double) as missing_deals,
    effort.missing_amount,
    cast(effort.needed_leads_per_day as double) as leads_needed,
    cast(effort.needed_calls_per_day as double) as calls_needed,
    cast(effort.needed_held_meetings_per_day as double) as meetings_needed,
    cast(effort.needed_offers_per_day as double) as offers_needed,
    cast(effort.needed_contracts_per_day as double) as contracts_needed,
    cast(effort.needed_deals_per_day as double) as deals_needed
from mart_daily_effort_plan as effort
inner join newest
    on effort.date_day = newest.date_day
order by person nulls last
