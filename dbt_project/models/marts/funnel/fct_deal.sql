with deal_payments as (
    select
        deal_key,
        sum(amount) as paid_amount,
        count(distinct case when direction = 'in' then payment_key end) as payments_count
    from {{ ref('int_payment_allocations') }}
    where deal_key is not null
    group by deal_key
)

select
    deals.deal_key,
    leads.lead_key,
    leads.source,
    leads.source_url,
    leads.pipeline_key,
    stages.pipeline_name,
    leads.stage_key,
    stages.stage_name,
    deals.step,
    leads.employee_key,
    coalesce(employees.employee_name, leads.employee_key) as employee_name,
    deals.won_employee_key,
    coalesce(winners.employee_name, deals.won_employee_key) as won_employee_name,
    deals.contract_employee_key,
    coalesce(closers.employee_name, deals.contract_employee_key) as contract_employee_name,
    deals.lost_employee_key,
    coalesce(losers.employee_name, deals.lost_employee_key) as lost_employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    deals.channel_key,
    leads.channel_name,
    deals.customer_key,
    {{ client_status('customer_payments', 'deals.created_date') }} as client_status,
    leads.created_at,
    leads.created_date,
    deals.amount,
    '{{ var("base_currency") }}' as currency_code,
    deals.outcome = 'won' as is_won,
    deals.won_at,
    deals.won_date,
    deals.won_date_source,
    deals.outcome = 'lost' as is_lost,
    deals.lost_at,
    deals.lost_date,
    leads.loss_reason_name,
    deals.outcome = 'junk' as is_junk,
    deals.contract_at,
    deals.contract_date,
    cast(
        {{ known_payments('case when deal_payments.deal_key is null then 0 else deal_payments.paid_amount end') }}
        as decimal(18, 2)
    ) as paid_amount,
    cast({{ known_payments('coalesce(deal_payments.payments_count, 0)') }} as bigint) as payments_count,
    {{ days_between('deals.created_date', 'deals.won_date') }} as sales_cycle_days,
    leads.order_number,
    cast({{ known_properties('coalesce(deal_properties.properties_count, 0)') }} as bigint) as properties_count,
    cast({{ known_properties('coalesce(deal_properties.flats_count, 0)') }} as bigint) as flats_count,
    deal_properties.property_area,
    deal_properties.property_numbers,
    deal_properties.property_project_name,
    lead_regions.region_key,
    lead_regions.region_name,
    lead_regions.region_rule
from {{ ref('int_deal_outcomes') }} as deals
inner join {{ ref('int_leads') }} as leads
    on deals.deal_key = leads.lead_key
left join {{ ref('fct_lead') }} as lead_regions
    on leads.lead_key = lead_regions.lead_key
left join {{ ref('dim_employee_history') }} as employees
    on
        leads.employee_key = employees.employee_key
        and leads.created_date between employees.valid_from_date and employees.valid_to_date
left join {{ ref('dim_employee') }} as winners
    on deals.won_employee_key = winners.employee_key
left join {{ ref('dim_employee') }} as closers
    on deals.contract_employee_key = closers.employee_key
left join {{ ref('dim_employee') }} as losers
    on deals.lost_employee_key = losers.employee_key
left join {{ ref('dim_pipeline_stage') }} as stages
    on leads.stage_key = stages.stage_key
left join {{ ref('int_customer_payments') }} as customer_payments
    on deals.customer_key = customer_payments.customer_key
left join deal_payments
    on deals.deal_key = deal_payments.deal_key
left join {{ ref('int_deal_properties') }} as deal_properties
    on deals.deal_key = deal_properties.deal_key
