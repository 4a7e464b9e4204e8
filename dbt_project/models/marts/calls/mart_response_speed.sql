select
    leads.lead_key,
    leads.source,
    leads.source_url,
    leads.created_at,
    leads.created_date,
    cast(extract(hour from {{ to_local('leads.created_at') }}) as bigint) as created_hour,
    cast({{ day_of_week('leads.created_date') }} as bigint) as created_weekday,
    leads.employee_key,
    coalesce(employees.employee_name, leads.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    leads.channel_key,
    leads.channel_name,
    deals.outcome,
    deals.outcome <> 'junk' as is_clean,
    answers.customer_key,
    answers.is_answered,
    answers.first_answer_at,
    answers.first_answer_kind,
    answers.response_minutes,
    answers.waiting_minutes
from {{ ref('int_first_answers') }} as answers
inner join {{ ref('int_leads') }} as leads
    on answers.lead_key = leads.lead_key
inner join {{ ref('int_deal_outcomes') }} as deals
    on answers.lead_key = deals.deal_key
left join {{ ref('dim_employee_history') }} as employees
    on
        leads.employee_key = employees.employee_key
        and leads.created_date between employees.valid_from_date and employees.valid_to_date
