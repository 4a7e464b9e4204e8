select
    leads.lead_key,
    leads.source,
    leads.source_url,
    leads.created_at,
    leads.created_date,
    cast(extract(hour from {{ to_local('leads.created_at') }}) as bigint) as created_hour,
    cast({{ day_of_week('leads.created_date') }} as bigint) as created_weekday,
    leads.employee_key,
    {{ employee_columns('leads') }},
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
{{ join_employee('leads', 'leads.created_date') }}
