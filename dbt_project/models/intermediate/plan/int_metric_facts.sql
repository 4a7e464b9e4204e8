with events as (
    select
        'leads_count' as metric,
        leads.employee_key,
        leads.created_date as date_day,
        cast(1 as decimal(18, 2)) as fact_value
    from {{ ref('int_leads') }} as leads
    union all
    select
        'clean_leads_count' as metric,
        leads.employee_key,
        leads.created_date as date_day,
        cast(1 as decimal(18, 2)) as fact_value
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as deals
        on leads.lead_key = deals.deal_key
    where deals.outcome <> 'junk'
    union all
    select
        'deals_won_count' as metric,
        won_employee_key as employee_key,
        won_date as date_day,
        cast(1 as decimal(18, 2)) as fact_value
    from {{ ref('int_deal_outcomes') }}
    where won_date is not null
    union all
    select
        'revenue_booked_amount' as metric,
        won_employee_key as employee_key,
        won_date as date_day,
        amount as fact_value
    from {{ ref('int_deal_outcomes') }}
    where won_date is not null
    union all
    select
        'contracts_count' as metric,
        contract_employee_key as employee_key,
        contract_date as date_day,
        cast(1 as decimal(18, 2)) as fact_value
    from {{ ref('int_deal_outcomes') }}
    where contract_date is not null
    union all
    select
        'revenue_paid_amount' as metric,
        employee_key,
        paid_date as date_day,
        amount as fact_value
    from {{ ref('int_payment_allocations') }}
    union all
    select
        'flats_sold_count' as metric,
        deals.won_employee_key as employee_key,
        deals.won_date as date_day,
        cast(pieces.flats_count as decimal(18, 2)) as fact_value
    from {{ ref('int_deal_outcomes') }} as deals
    inner join {{ ref('int_deal_properties') }} as pieces
        on deals.deal_key = pieces.deal_key
    where deals.won_date is not null and pieces.flats_count > 0
    union all
    select
        'properties_sold_count' as metric,
        deals.won_employee_key as employee_key,
        deals.won_date as date_day,
        cast(pieces.properties_count as decimal(18, 2)) as fact_value
    from {{ ref('int_deal_outcomes') }} as deals
    inner join {{ ref('int_deal_properties') }} as pieces
        on deals.deal_key = pieces.deal_key
    where deals.won_date is not null
),

employee_facts as (
    select
        metric,
        employee_key,
        date_day,
        sum(fact_value) as fact_value
    from events
    group by {{ columns(['metric', 'employee_key', 'date_day']) }}
),

unit_facts as (
    select
        employee_facts.metric,
        'employee' as unit_type,
        employee_facts.employee_key as unit_key,
        employee_facts.date_day,
        employee_facts.fact_value
    from employee_facts
    union all
    select
        employee_facts.metric,
        'department' as unit_type,
        coalesce(units.org_unit_key, 'unassigned') as unit_key,
        employee_facts.date_day,
        employee_facts.fact_value
    from employee_facts
    {{ join_unit('employee_facts', 'employee_facts.date_day') }}
    union all
    select
        employee_facts.metric,
        'company' as unit_type,
        'company' as unit_key,
        employee_facts.date_day,
        employee_facts.fact_value
    from employee_facts
)

select
    metric,
    unit_type,
    unit_key,
    date_day,
    cast(sum(fact_value) as decimal(18, 2)) as fact_value
from unit_facts
group by {{ columns(['metric', 'unit_type', 'unit_key', 'date_day']) }}
