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
    {{ employee_columns('answer') }}
from {{ ref('int_survey_answers') }} as answer
{{ join_employee('answer', 'answer.answered_date') }}
