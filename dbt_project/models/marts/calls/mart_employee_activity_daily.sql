with activity as (
    select
        created_date as date_day,
        employee_key,
        'lead' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_leads') }}

    union all

    select
        started_date as date_day,
        employee_key,
        'call_' || direction as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}

    union all

    select
        started_date as date_day,
        employee_key,
        'talk' as measure,
        cast(talk_seconds as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction <> 'internal'

    union all

    select
        calls.started_date as date_day,
        calls.employee_key,
        case
            when missed.is_recalled then 'missed_recalled'
            when not missed.is_recalled then 'missed_not_recalled'
            else 'missed_unsettled'
        end as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_missed_calls') }} as missed
    inner join {{ ref('int_conversations') }} as calls
        on missed.call_key = calls.call_key

    union all

    select
        planned_date as date_day,
        employee_key,
        'meeting_planned' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_meetings') }}

    union all

    select
        held_date as date_day,
        employee_key,
        'meeting_held' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_meetings') }}
    where is_held

    union all

    select
        sent_date as date_day,
        employee_key,
        'message' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_messages') }}

    union all

    select
        contract_date as date_day,
        contract_employee_key as employee_key,
        'contract' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where contract_date is not null

    union all

    select
        paid_date as date_day,
        employee_key,
        'payment_' || direction as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_payment_allocations') }}

    union all

    select
        paid_date as date_day,
        employee_key,
        'payment_amount' as measure,
        amount as measured
    from {{ ref('int_payment_allocations') }}

    union all

    select
        date_day,
        employee_key,
        'backlog_start' as measure,
        cast(backlog_start_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}

    union all

    select
        date_day,
        employee_key,
        'backlog_end' as measure,
        cast(backlog_end_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}

    union all

    select
        date_day,
        employee_key,
        'processed' as measure,
        cast(processed_count as decimal(18, 2)) as measured
    from {{ ref('int_lead_backlog_days') }}
),

-- A day counts where all streams that feed the measure are loaded.
known_day as (
    select
        coverage.date_day,
        max(case when coverage.entity = 'leads' and coverage.is_complete then 1 else 0 end) = 1 as has_leads,
        max(case when coverage.entity = 'stage_changes' and coverage.is_complete then 1 else 0 end) = 1 as has_changes,
        max(case when coverage.entity = 'calls' and coverage.is_complete then 1 else 0 end) = 1 as has_calls,
        max(case when coverage.entity = 'meetings' and coverage.is_complete then 1 else 0 end) = 1 as has_meetings,
        max(case when coverage.entity = 'messages' and coverage.is_complete then 1 else 0 end) = 1 as has_messages,
        max(case when coverage.entity = 'payments' and coverage.is_complete then 1 else 0 end) = 1 as has_payments
    from {{ ref('int_entity_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    group by coverage.date_day
),

judged_day as (
    select
        date_day,
        has_leads,
        has_leads and has_changes as has_changes,
        has_calls,
        has_meetings,
        has_messages,
        has_payments,
        has_leads
        and has_changes
        and has_calls
        and has_meetings
        and has_messages
        and {{ 'has_payments' if var('payment_sources') else 'true' }} as is_complete
    from known_day
),

activity_day as (
    select
        activity.date_day,
        activity.employee_key,
        sum(case when activity.measure = 'lead' then activity.measured else 0 end) as leads_count,
        sum(case when activity.measure = 'call_in' then activity.measured else 0 end) as calls_in_count,
        sum(case when activity.measure = 'call_out' then activity.measured else 0 end) as calls_out_count,
        sum(case when activity.measure = 'talk' then activity.measured else 0 end) as talk_seconds,
        sum(
            case
                when activity.measure in ('missed_recalled', 'missed_not_recalled', 'missed_unsettled') then 1
                else 0
            end
        ) as calls_missed_count,
        sum(case when activity.measure = 'missed_not_recalled' then 1 else 0 end) as calls_missed_not_recalled_count,
        sum(case when activity.measure = 'missed_unsettled' then 1 else 0 end) as calls_unsettled_count,
        sum(case when activity.measure = 'meeting_planned' then activity.measured else 0 end) as meetings_planned_count,
        sum(case when activity.measure = 'meeting_held' then activity.measured else 0 end) as meetings_held_count,
        sum(case when activity.measure = 'message' then activity.measured else 0 end) as messages_count,
        sum(case when activity.measure = 'contract' then activity.measured else 0 end) as contracts_count,
        sum(case when activity.measure = 'payment_in' then activity.measured else 0 end) as payments_count,
        sum(case when activity.measure = 'payment_amount' then activity.measured else 0 end) as payments_amount,
        sum(case when activity.measure = 'backlog_start' then activity.measured else 0 end) as backlog_start_count,
        sum(case when activity.measure = 'backlog_end' then activity.measured else 0 end) as backlog_end_count,
        sum(case when activity.measure = 'processed' then activity.measured else 0 end) as processed_count
    from activity
    where activity.measure <> 'call_internal'
    group by
        activity.date_day,
        activity.employee_key
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
    case when days.has_leads then cast(coalesce(activity_day.leads_count, 0) as bigint) end as leads_count,
    case when days.has_calls then cast(coalesce(activity_day.calls_in_count, 0) as bigint) end as calls_in_count,
    case when days.has_calls then cast(coalesce(activity_day.calls_out_count, 0) as bigint) end as calls_out_count,
    case
        when days.has_calls then cast(coalesce(activity_day.calls_missed_count, 0) as bigint)
    end as calls_missed_count,
    case
        when days.has_calls and coalesce(activity_day.calls_unsettled_count, 0) = 0
            then cast(coalesce(activity_day.calls_missed_not_recalled_count, 0) as bigint)
    end as calls_missed_not_recalled_count,
    case when days.has_calls then cast(coalesce(activity_day.talk_seconds, 0) as bigint) end as talk_seconds,
    case
        when days.has_meetings then cast(coalesce(activity_day.meetings_planned_count, 0) as bigint)
    end as meetings_planned_count,
    case
        when days.has_meetings then cast(coalesce(activity_day.meetings_held_count, 0) as bigint)
    end as meetings_held_count,
    case when days.has_messages then cast(coalesce(activity_day.messages_count, 0) as bigint) end as messages_count,
    case when days.has_changes then cast(coalesce(activity_day.contracts_count, 0) as bigint) end as contracts_count,
    case when days.has_payments then cast(coalesce(activity_day.payments_count, 0) as bigint) end as payments_count,
    case
        when days.has_payments then cast(coalesce(activity_day.payments_amount, 0) as decimal(18, 2))
    end as payments_amount,
    case
        when days.has_changes then cast(coalesce(activity_day.backlog_start_count, 0) as bigint)
    end as backlog_start_count,
    case when days.has_changes then cast(coalesce(activity_day.processed_count, 0) as bigint) end as processed_count,
    case
        when days.has_changes then cast(coalesce(activity_day.backlog_end_count, 0) as bigint)
    end as backlog_end_count,
    days.is_complete
from employee_day
inner join judged_day as days
    on employee_day.date_day = days.date_day
left join activity_day
    on
        employee_day.date_day = activity_day.date_day
        and employee_day.employee_key = activity_day.employee_key
left join {{ ref('dim_employee') }} as employees
    on
        employee_day.employee_key = employees.employee_key
        and employee_day.date_day between employees.valid_from_date and employees.valid_to_date
