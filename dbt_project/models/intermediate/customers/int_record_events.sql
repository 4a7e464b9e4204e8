{# An ERP shows its cards without their beginning: only those of a CRM have one. #}

select
    'card' as event_type,
    record_type as event_kind,
    record_key as subject_key,
    record_key,
    first_seen_at as happened_at,
    employee_key,
    cast(null as decimal(18, 2)) as amount
from {{ ref('int_source_records') }}
where record_type in ('contact', 'company')

union all

select
    'message' as event_type,
    'out' as event_kind,
    message_key as subject_key,
    record_key,
    sent_at as happened_at,
    employee_key,
    cast(null as decimal(18, 2)) as amount
from {{ ref('int_messages') }}

union all

select
    'meeting' as event_type,
    'held' as event_kind,
    meeting_key as subject_key,
    lead_key as record_key,
    held_at as happened_at,
    employee_key,
    cast(null as decimal(18, 2)) as amount
from {{ ref('int_meetings') }}
where is_held

union all

select
    case when visit_number = 1 then 'lead' else 'stage' end as event_type,
    step as event_kind,
    visit_key as subject_key,
    deal_key as record_key,
    entered_at as happened_at,
    employee_key,
    cast(null as decimal(18, 2)) as amount
from {{ ref('int_deal_stage_visits') }}

union all

select
    'order' as event_type,
    'placed' as event_kind,
    order_key as subject_key,
    counterparty_record_key as record_key,
    ordered_at as happened_at,
    manager_employee_key as employee_key,
    amount
from {{ ref('int_orders') }}
where is_active
