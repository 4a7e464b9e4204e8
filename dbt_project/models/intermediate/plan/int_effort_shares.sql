{# How an employee gets from an inquiry to a win, seen from the morning of a working day: shares of the steps in the
   days before, drawn to those of his department with the weight of 20 inquiries, because few cases say little. #}

{% set needs = {'steps': 'cohort_reached_count', 'calls': 'calls_count', 'meetings': 'meetings_held_count'} %}
{% set measures = effort_steps() + ['calls', 'held_meetings', 'deals', 'linked'] %}

with morning as (
    {{ effort_mornings() }}
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
    from {{ ref('int_effort_counts') }}
),

own as (
    select
        employee.date_day,
        employee.employee_key,
        coalesce(units.org_unit_key, 'unassigned') as org_unit_key,
        {{ counted_each(measures) }}
    from employee
    left join {{ ref('int_effort_counts') }} as counted
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

known_day as (
    {{ effort_known_days(needs) }}
),

-- A day of the window that is not loaded leaves every share unknown; of two things of which one began sooner, neither
-- may be counted by the other before both have.
gap as (
    select
        morning.date_day,
        {{ effort_gaps(needs, 'known_day') }}
    from morning
    inner join known_day
        on known_day.date_day between morning.first_date and morning.date_day - 1
    group by morning.date_day
)

select
    beside_unit.date_day,
    beside_unit.employee_key,
    beside_unit.org_unit_key,
    {{ effort_step_shares('beside_unit', 'gap') }},
    case
        when coalesce(gap.lacks_calls, 0) = 0 then {{ drawn_share('beside_unit', 'calls', 'lead') }}
    end as calls_per_lead,
    case
        when coalesce(gap.lacks_meetings, 0) = 0
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
