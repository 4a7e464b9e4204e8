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
    union all
    select
        'visits_made_count' as metric,
        coalesce(agents.employee_key, visits.agent_user_key, 'unassigned') as employee_key,
        visits.visit_date as date_day,
        cast(1 as decimal(18, 2)) as fact_value
    from {{ ref('int_vendor_visits') }} as visits
    left join {{ ref('int_source_users') }} as agents
        on visits.agent_user_key = agents.source_user_key
    where visits.is_made and visits.visit_date is not null and not visits.is_deleted
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
    {{ panel_placed('employee_facts', ['fact_value']) }}
)

select
    metric,
    unit_type,
    unit_key,
    date_day,
    cast(sum(fact_value) as decimal(18, 2)) as fact_value
from unit_facts
group by {{ columns(['metric', 'unit_type', 'unit_key', 'date_day']) }}
