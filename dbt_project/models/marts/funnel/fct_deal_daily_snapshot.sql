select
    deal_day.date_day,
    deal_day.deal_key,
    stages.pipeline_key,
    stages.pipeline_name,
    deal_day.stage_key,
    stages.stage_name,
    deal_day.step,
    deal_day.step_order,
    deals.amount,
    deal_day.employee_key,
    {{ employee_columns('deal_day') }},
    deals.channel_key,
    deals.customer_key,
    {{ client_status('customer_payments', 'deal_day.date_day') }} as client_status,
    deals.created_date,
    {{ days_between('deals.created_date', 'deal_day.date_day') }} as age_days,
    deal_day.stage_entered_date,
    {{ days_between('deal_day.stage_entered_date', 'deal_day.date_day') }} as days_in_stage
from {{ ref('int_deal_evenings') }} as deal_day
inner join {{ ref('int_deal_outcomes') }} as deals
    on deal_day.deal_key = deals.deal_key
left join {{ ref('int_customer_payments') }} as customer_payments
    on deals.customer_key = customer_payments.customer_key
left join {{ ref('dim_pipeline_stage') }} as stages
    on deal_day.stage_key = stages.stage_key
{{ join_employee('deal_day', 'deal_day.date_day') }}
