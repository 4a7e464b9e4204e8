{% set measures = pulse_measures() %}

-- Midnight is how an ERP writes that it knows no time of day: such a receipt is of no hour.
with happened as (
    select
        created_date as date_day,
        created_at as happened_at,
        employee_key,
        'leads_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_leads') }}

    union all

    select
        started_date as date_day,
        started_at as happened_at,
        employee_key,
        case direction when 'in' then 'calls_in_count' else 'calls_out_count' end as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction <> 'internal'

    union all

    select
        started_date as date_day,
        started_at as happened_at,
        employee_key,
        'calls_answered_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where talk_seconds > 0 and direction <> 'internal'

    union all

    select
        started_date as date_day,
        started_at as happened_at,
        employee_key,
        'talk_seconds' as measure,
        cast(coalesce(talk_seconds, 0) as decimal(18, 2)) as measured
    from {{ ref('int_conversations') }}
    where direction <> 'internal'

    union all

    select
        held_date as date_day,
        held_at as happened_at,
        employee_key,
        'meetings_held_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_meetings') }}
    where is_held

    union all

    select
        contract_date as date_day,
        contract_at as happened_at,
        contract_employee_key as employee_key,
        'contracts_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where contract_at is not null

    union all

    select
        won_date as date_day,
        won_at as happened_at,
        won_employee_key as employee_key,
        'deals_won_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from {{ ref('int_deal_outcomes') }}
    where won_at is not null

    union all

    select
        paid_date as date_day,
        paid_at as happened_at,
        employee_key,
        'timed_receipts_amount' as measure,
        coalesce(amount, 0) as measured
    from {{ ref('int_payment_allocations') }}
    where {{ to_local('paid_at') }} <> cast(paid_date as timestamp)
),

supplied as (
    select {{ knows_each(measures, 'coverage') }}
    from {{ ref('int_metric_coverage_day') }} as coverage
    where coverage.metric in ({{ quoted(measures) }})
),

counted as (
    select
        marks.date_day,
        marks.mark,
        happened.employee_key,
        {{ sum_each(measures) }}
    from happened
    inner join {{ ref('int_day_marks') }} as marks
        on
            happened.date_day = marks.date_day
            and happened.happened_at < marks.mark_at
    group by
        marks.date_day,
        marks.mark,
        happened.employee_key
),

-- Each base day counts for the days that it is among the last of, so a row meets a fixed number of days.
usual as (
    select
        later.date_day,
        later.mark,
        counted.employee_key,
        {{ total_each(measures, 'counted') }}
    from counted
    inner join {{ ref('int_day_marks') }} as marks
        on
            counted.date_day = marks.date_day
            and counted.mark = marks.mark
            and marks.is_base
    inner join {{ ref('int_day_marks') }} as later
        on
            counted.mark = later.mark
            and later.is_shown
            and later.days_before between marks.days_before + 1 and marks.days_before + {{ var('pulse_days') }}
    group by
        later.date_day,
        later.mark,
        counted.employee_key
),

-- A day off shows who did something on it; a working day also whoever usually does.
person_of_day as (
    select
        counted.date_day,
        counted.employee_key
    from counted
    inner join {{ ref('int_day_marks') }} as marks
        on
            counted.date_day = marks.date_day
            and counted.mark = marks.mark
            and marks.is_shown
    union
    select
        usual.date_day,
        usual.employee_key
    from usual
    inner join {{ ref('int_day_marks') }} as marks
        on
            usual.date_day = marks.date_day
            and usual.mark = marks.mark
            and marks.is_working_day
)

select
    marks.date_day,
    marks.mark,
    person_of_day.employee_key,
    coalesce(employees.employee_name, person_of_day.employee_key) as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    marks.mark_at as counted_to_at,
    marks.date_day = runs.as_of_date as is_running_day,
    {{ known_each(measures, 'counted', 'supplied') }},
    marks.base_days_count,
    {{ mean_each(measures, 'usual', 'supplied', 'marks.base_days_count') }}
from person_of_day
inner join {{ ref('int_day_marks') }} as marks
    on
        person_of_day.date_day = marks.date_day
        and marks.is_shown
cross join {{ ref('int_run') }} as runs
cross join supplied
left join counted
    on
        person_of_day.employee_key = counted.employee_key
        and marks.date_day = counted.date_day
        and marks.mark = counted.mark
left join usual
    on
        person_of_day.employee_key = usual.employee_key
        and marks.date_day = usual.date_day
        and marks.mark = usual.mark
left join {{ ref('dim_employee_history') }} as employees
    on
        person_of_day.employee_key = employees.employee_key
        and person_of_day.date_day between employees.valid_from_date and employees.valid_to_date
