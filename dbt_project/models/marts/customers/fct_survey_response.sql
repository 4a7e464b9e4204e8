select
    answer.answer_id as response_key,
    answer.survey,
    answer.answered_date,
    answer.score,
    case when answer.survey = 'nps' then answer.score >= 9 end as is_promoter,
    case when answer.survey = 'nps' then answer.score <= 6 end as is_detractor,
    case when answer.survey = 'csat' then answer.score >= 4 end as is_satisfied,
    answer.customer_key,
    answer.customer_rule,
    answer.deal_key,
    answer.channel_key,
    answer.employee_key,
    coalesce(employees.employee_name, answer.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name
from {{ ref('int_survey_answers') }} as answer
left join {{ ref('dim_employee_history') }} as employees
    on
        answer.employee_key = employees.employee_key
        and answer.answered_date between employees.valid_from_date and employees.valid_to_date
