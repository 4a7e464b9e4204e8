{# What the mart publishes, and which rows count. What each measure needs to be known stands in the catalogue
   (models/metrics). A missed call that is not settled is null, and so is the day: it may still be returned in time. #}
{% set call = {'of': ref('int_conversations'), 'date_day': 'started_date'} %}
{% set receipt = {'of': ref('int_payment_allocations'), 'date_day': 'paid_date'} %}
{% set backlog = ref('int_lead_backlog_days') %}
{% set visit = {'of': ref('fct_visit'), 'date_day': 'visit_date'} %}
{% set not_called_back = 'case when is_recalled then 0 when not is_recalled then 1 end' %}
{% set measures = {
    'leads_count': {'of': ref('int_leads'), 'date_day': 'created_date'},
    'calls_in_count': dict(call, where="direction = 'in'"),
    'calls_out_count': dict(call, where="direction = 'out'"),
    'calls_answered_count': dict(call, where="talk_seconds > 0 and direction <> 'internal'"),
    'calls_missed_count': {'of': 'missed_call'},
    'calls_missed_not_recalled_count': {'of': 'missed_call', 'value': not_called_back},
    'calls_missed_let_go_count': {'of': 'missed_call', 'where': 'not is_recalled'},
    'calls_missed_open_count': {'of': 'missed_call', 'where': 'is_recalled is null'},
    'talk_seconds': dict(call, value='coalesce(talk_seconds, 0)', where="direction <> 'internal'"),
    'meetings_planned_count': {'of': ref('int_meetings'), 'date_day': 'planned_date'},
    'meetings_held_count': {'of': ref('int_meetings'), 'date_day': 'held_date', 'where': 'is_held'},
    'messages_count': {'of': ref('int_messages'), 'date_day': 'sent_date'},
    'contracts_count': {
        'of': ref('int_deal_outcomes'), 'date_day': 'contract_date', 'employee_key': 'contract_employee_key',
        'where': 'contract_date is not null'
    },
    'payments_count': dict(receipt, where="direction = 'in'"),
    'revenue_paid_amount': dict(receipt, value='amount'),
    'backlog_start_count': {'of': backlog, 'value': 'backlog_start_count'},
    'processed_count': {'of': backlog, 'value': 'processed_count'},
    'backlog_end_count': {'of': backlog, 'value': 'backlog_end_count'},
    'visits_planned_count': dict(visit, where='is_planned'),
    'visits_made_count': dict(visit, where='is_made'),
    'visits_planned_made_count': dict(visit, where='is_planned and is_made'),
    'visits_with_order_count': dict(visit, where='has_order'),
    'visit_order_amount': dict(visit, value='order_amount', where='has_order'),
} %}

with missed_call as (
    select
        calls.started_date as date_day,
        calls.employee_key,
        missed.is_recalled
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key
),

activity as (
    {{ measure_rows(measures, ['date_day', 'employee_key']) }}
),

-- A day counts for a measure where everything that feeds it is loaded.
judged_day as (
    {{ judged_days(measures | list) }}
),

activity_day as (
    select
        date_day,
        employee_key,
        {{ sum_each(measures) }}
    from activity
    group by
        date_day,
        employee_key
),

-- On a day that is not loaded whole everybody who is at work has a row: whoever lacks a number is not at zero.
employee_day as (
    select
        activity_day.date_day,
        activity_day.employee_key
    from activity_day
    union
    select
        judged_day.date_day,
        employees.employee_key
    from judged_day
    cross join {{ ref('int_employees') }} as employees
    where
        not judged_day.is_complete
        and judged_day.is_begun
        and employees.is_active
        and employees.is_matched
)

select
    employee_day.date_day,
    employee_day.employee_key,
    {{ employee_columns('employee_day') }},
    {{ known_each(measures, 'activity_day', 'days') }},
    days.is_complete
from employee_day
inner join judged_day as days
    on employee_day.date_day = days.date_day
left join activity_day
    on
        employee_day.date_day = activity_day.date_day
        and employee_day.employee_key = activity_day.employee_key
{{ join_employee('employee_day', 'employee_day.date_day') }}
