select
    visits.visit_key,
    visits.deal_key,
    visits.visit_number,
    visits.stage_key,
    stages.stage_name,
    visits.pipeline_key,
    stages.pipeline_name,
    visits.step,
    visits.entered_at,
    visits.entered_date,
    visits.exited_at,
    visits.exited_date,
    visits.entry_direction,
    visits.exit_direction,
    visits.is_current,
    visits.is_inferred,
    visits.employee_key,
    coalesce(employees.employee_name, visits.employee_key) as employee_name,
    visits.org_unit_key as org_unit_then_key,
    coalesce(employees.org_unit_name, visits.org_unit_key) as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    deals.channel_key,
    channels.channel_name,
    deals.customer_key,
    visits.working_minutes
from {{ ref('int_deal_stage_visits') }} as visits
inner join {{ ref('int_deal_outcomes') }} as deals
    on visits.deal_key = deals.deal_key
left join {{ ref('dim_employee_history') }} as employees
    on
        visits.employee_key = employees.employee_key
        and visits.entered_date between employees.valid_from_date and employees.valid_to_date
left join {{ ref('dim_pipeline_stage') }} as stages
    on visits.stage_key = stages.stage_key
left join {{ ref('dim_channel') }} as channels
    on deals.channel_key = channels.channel_key
