select
    meetings.meeting_key,
    meetings.source,
    meetings.lead_key,
    deals.customer_key,
    meetings.planned_at,
    meetings.planned_date,
    meetings.is_held,
    meetings.held_at,
    meetings.held_date,
    meetings.employee_key,
    coalesce(employees.employee_name, meetings.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name
from {{ ref('int_meetings') }} as meetings
left join {{ ref('int_deal_outcomes') }} as deals
    on meetings.lead_key = deals.deal_key
left join {{ ref('dim_employee_history') }} as employees
    on
        meetings.employee_key = employees.employee_key
        and coalesce(meetings.held_date, meetings.planned_date)
        between employees.valid_from_date and employees.valid_to_date
