with record_customer as (
    select
        record_key,
        customer_key,
        cast(null as varchar) as deal_key
    from {{ ref('int_customer_records') }}

    union all

    select
        deal_key as record_key,
        customer_key,
        deal_key
    from {{ ref('int_deal_outcomes') }}
),

-- Calls, shipments and payments know their customer themselves.
customer_event as (
    select
        event.event_type,
        event.event_kind,
        event.subject_key,
        record_customer.customer_key,
        record_customer.deal_key,
        event.happened_at,
        event.employee_key,
        event.amount
    from {{ ref('int_record_events') }} as event
    inner join record_customer
        on event.record_key = record_customer.record_key

    union all

    select
        'call' as event_type,
        case when is_missed then 'missed' else direction end as event_kind,
        call_key as subject_key,
        customer_key,
        cast(null as varchar) as deal_key,
        started_at as happened_at,
        employee_key,
        cast(null as decimal(18, 2)) as amount
    from {{ ref('int_conversations') }}
    where direction <> 'internal'

    union all

    select
        'shipment' as event_type,
        direction as event_kind,
        document_key as subject_key,
        customer_key,
        min(deal_key) as deal_key,
        sold_at as happened_at,
        min(employee_key) as employee_key,
        cast(sum(net_amount + vat_amount) as decimal(18, 2)) as amount
    from {{ ref('int_sales_lines') }}
    group by
        direction,
        document_key,
        customer_key,
        sold_at

    union all

    select
        'payment' as event_type,
        direction as event_kind,
        payment_line_key as subject_key,
        customer_key,
        deal_key,
        paid_at as happened_at,
        employee_key,
        amount
    from {{ ref('int_payment_allocations') }}
)

select
    event.event_type || ':' || event.subject_key as event_key,
    event.customer_key,
    event.happened_at,
    {{ business_date('event.happened_at') }} as happened_date,
    event.event_type,
    event.event_kind,
    event.subject_key,
    event.deal_key,
    event.amount,
    event.employee_key,
    coalesce(employee.employee_name, event.employee_key) as employee_name,
    coalesce(employee.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employee.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employee.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employee.org_unit_now_name, 'unassigned') as org_unit_now_name
from customer_event as event
left join {{ ref('dim_employee_history') }} as employee
    on
        event.employee_key = employee.employee_key
        and {{ business_date('event.happened_at') }} between employee.valid_from_date and employee.valid_to_date
where event.customer_key is not null
