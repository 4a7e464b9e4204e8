{# The metrics that the mart publishes: what each needs to be known stands in the catalogue (models/metrics). #}
{% set measures = [
    'leads_count',
    'calls_in_count',
    'calls_out_count',
    'calls_answered_count',
    'calls_missed_count',
    'calls_missed_not_recalled_count',
    'calls_missed_let_go_count',
    'calls_missed_open_count',
    'talk_seconds',
    'meetings_planned_count',
    'meetings_held_count',
    'messages_count',
    'contracts_count',
    'payments_count',
    'revenue_paid_amount',
    'backlog_start_count',
    'processed_count',
    'backlog_end_count'
] %}

with activity as (
    select
        created_date as date_day,
        employee_key,
        'leads_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_leads') }}

    union all

    select
        started_date as date_day,
        employee_key,
        'calls_in_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction = 'in'

    union all

    select
        started_date as date_day,
        employee_key,
        'calls_out_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction = 'out'

    union all

    select
        started_date as date_day,
        employee_key,
        'calls_answered_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where talk_seconds > 0 and direction <> 'internal'

    union all

    select
        started_date as date_day,
        employee_key,
        'talk_seconds' as measure,
        cast(coalesce(talk_seconds, 0) as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction <> 'internal'

    union all

    select
        calls.started_date as date_day,
        calls.employee_key,
        'calls_missed_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key

    union all

    -- Not yet settled: null, and so is the day.
    select
        calls.started_date as date_day,
        calls.employee_key,
        'calls_missed_not_recalled_count' as measure,
        cast(case when missed.is_recalled then 0 when not missed.is_recalled then 1 end as decimal(18, 2)) as measured
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key

    union all

    select
        calls.started_date as date_day,
        calls.employee_key,
        'calls_missed_let_go_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key
    where not missed.is_recalled

    union all

    select
        calls.started_date as date_day,
        calls.employee_key,
        'calls_missed_open_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key
    where missed.is_recalled is null

    union all

    select
        planned_date as date_day,
        employee_key,
        'meetings_planned_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_meetings') }}

    union all

    select
        held_date as date_day,
        employee_key,
        'meetings_held_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_meetings') }}
    where is_held

    union all

    select
        sent_date as date_day,
        employee_key,
        'messages_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_messages') }}

    union all

    select
        contract_date as date_day,
        contract_employee_key as employee_key,
        'contracts_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where contract_date is not null

    union all

    select
        paid_date as date_day,
        employee_key,
        'payments_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_payment_allocations') }}
    where direction = 'in'

    union all

    select
        paid_date as date_day,
        employee_key,
        'revenue_paid_amount' as measure,
        coalesce(amount, 0) as measured
    from {{ ref('int_payment_allocations') }}

    union all

    select
        date_day,
        employee_key,
        'backlog_start_count' as measure,
        cast(backlog_start_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}

    union all

    select
        date_day,
        employee_key,
        'backlog_end_count' as measure,
        cast(backlog_end_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}

    union all

    select
        date_day,
        employee_key,
        'processed_count' as measure,
        cast(processed_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}
),

-- A day counts for a measure where everything that feeds it is loaded.
judged_day as (
    select
        coverage.date_day,
        {{ knows_each(measures, 'coverage') }},
        min(case when coverage.is_complete then 1 else 0 end) = 1 as is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.metric in ({{ quoted(measures) }})
    group by coverage.date_day
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
        and employees.is_active
        and employees.is_matched
)

select
    employee_day.date_day,
    employee_day.employee_key,
    coalesce(employees.employee_name, employee_day.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    {{ known_each(measures, 'activity_day', 'days') }},
    days.is_complete
from employee_day
inner join judged_day as days
    on employee_day.date_day = days.date_day
left join activity_day
    on
        employee_day.date_day = activity_day.date_day
        and employee_day.employee_key = activity_day.employee_key
left join {{ ref('dim_employee_history') }} as employees
    on
        employee_day.employee_key = employees.employee_key
        and employee_day.date_day between employees.valid_from_date and employees.valid_to_date
