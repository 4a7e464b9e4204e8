{# How an employee gets from an inquiry to a win, seen from the morning of a working day: shares of the steps in the
   days before, drawn to those of his department with the weight of 20 inquiries, because few cases say little. #}

{% set steps = ['lead', 'qualified', 'meeting', 'offer', 'contract', 'won'] %}
{% set measures = steps + ['calls', 'held_meetings', 'deals', 'linked'] %}

with morning as (
    select
        calendar.date_day,
        calendar.date_day - {{ var('effort_days') }} as first_date
    from {{ ref('int_date') }} as calendar
    cross join {{ ref('int_run') }} as runs
    where
        calendar.is_working_day
        and calendar.date_day <= runs.as_of_date
        and calendar.date_day >= date_trunc('month', cast(date_trunc('month', runs.as_of_date) as date) - 1)
),

step_day as (
    select
        date_day,
        employee_key,
        step as measure,
        sum(case when step = 'lead' then clean_leads_count else cohort_reached_count end) as measured
    from {{ ref('int_conversion_steps') }}
    where step in ({{ quoted(steps) }})
    group by
        date_day,
        employee_key,
        step

    union all

    select
        started_date as date_day,
        employee_key,
        'calls' as measure,
        count(*) as measured
    from {{ ref('int_conversations') }}
    where direction <> 'internal'
    group by
        started_date,
        employee_key

    union all

    select
        held_date as date_day,
        employee_key,
        'held_meetings' as measure,
        count(*) as measured
    from {{ ref('int_meetings') }}
    where is_held
    group by
        held_date,
        employee_key
),

payment_of_window as (
    select
        morning.date_day,
        payments.employee_key,
        payments.amount,
        case
            when
                payments.direction = 'in'
                and row_number() over (
                    partition by morning.date_day, payments.employee_key, payments.deal_key, payments.direction
                    order by payments.payment_line_key nulls last
                ) = 1
                then 1
            else 0
        end as paying_deals
    from morning
    inner join {{ ref('int_payment_allocations') }} as payments
        on
            morning.first_date <= payments.paid_date
            and morning.date_day > payments.paid_date
    where payments.deal_key is not null and payments.amount is not null
),

counted as (
    select
        morning.date_day,
        step_day.employee_key,
        step_day.measure,
        step_day.measured
    from morning
    inner join step_day
        on
            morning.first_date <= step_day.date_day
            and morning.date_day > step_day.date_day

    union all

    select
        date_day,
        employee_key,
        'deals' as measure,
        paying_deals as measured
    from payment_of_window

    union all

    select
        date_day,
        employee_key,
        'linked' as measure,
        amount as measured
    from payment_of_window
),

planned_employee as (
    select distinct
        morning.date_day,
        plans.unit_key as employee_key
    from morning
    inner join {{ ref('int_plan_days') }} as plans
        on morning.date_day = plans.date_day
    where plans.unit_type = 'employee'
),

employee as (
    select
        date_day,
        employee_key
    from planned_employee
    union
    select
        date_day,
        employee_key
    from counted
),

own as (
    select
        employee.date_day,
        employee.employee_key,
        coalesce(units.org_unit_key, 'unassigned') as org_unit_key,
        {{ counted_each(measures) }}
    from employee
    left join counted
        on
            employee.date_day = counted.date_day
            and employee.employee_key = counted.employee_key
    left join {{ ref('int_employee_units') }} as units
        on
            employee.employee_key = units.employee_key
            and employee.date_day between units.valid_from_date and units.valid_to_date
    group by
        employee.date_day,
        employee.employee_key,
        coalesce(units.org_unit_key, 'unassigned')
),

beside_unit as (
    select
        date_day,
        employee_key,
        org_unit_key,
        {{ each_beside_unit(measures) }}
    from own
),

-- A day of the window that is not loaded leaves every share unknown.
gap as (
    select
        morning.date_day,
        max(case when coverage.metric = 'calls_count' then 1 else 0 end) as lacks_calls,
        max(case when coverage.metric = 'meetings_held_count' then 1 else 0 end) as lacks_meetings,
        max(case when coverage.metric = 'cohort_reached_count' then 1 else 0 end) as lacks_steps
    from morning
    inner join {{ ref('int_metric_coverage_day') }} as coverage
        on
            morning.first_date <= coverage.date_day
            and morning.date_day > coverage.date_day
            and coverage.metric in ('calls_count', 'meetings_held_count', 'cohort_reached_count')
            and not coverage.is_complete
    group by morning.date_day
)

select
    beside_unit.date_day,
    beside_unit.employee_key,
    beside_unit.org_unit_key,
    case
        when coalesce(gap.lacks_steps, 0) = 0 then {{ drawn_share('beside_unit', 'qualified', 'lead') }}
    end as lead_share,
    case
        when coalesce(gap.lacks_steps, 0) = 0 then {{ drawn_share('beside_unit', 'meeting', 'qualified') }}
    end as qualified_share,
    case
        when coalesce(gap.lacks_steps, 0) = 0 then {{ drawn_share('beside_unit', 'offer', 'meeting') }}
    end as meeting_share,
    case
        when coalesce(gap.lacks_steps, 0) = 0 then {{ drawn_share('beside_unit', 'contract', 'offer') }}
    end as offer_share,
    case
        when coalesce(gap.lacks_steps, 0) = 0 then {{ drawn_share('beside_unit', 'won', 'contract') }}
    end as contract_share,
    case
        when coalesce(gap.lacks_steps + gap.lacks_calls, 0) = 0 then {{ drawn_share('beside_unit', 'calls', 'lead') }}
    end as calls_per_lead,
    case
        when coalesce(gap.lacks_steps + gap.lacks_meetings, 0) = 0
            then {{ drawn_share('beside_unit', 'held_meetings', 'lead') }}
    end as held_meetings_per_lead,
    case
        when beside_unit.deals > 0 then beside_unit.linked / nullif(beside_unit.deals, 0)
        else beside_unit.unit_linked / nullif(beside_unit.unit_deals, 0)
    end as ticket_amount
from beside_unit
inner join planned_employee
    on
        beside_unit.date_day = planned_employee.date_day
        and beside_unit.employee_key = planned_employee.employee_key
left join gap
    on beside_unit.date_day = gap.date_day
