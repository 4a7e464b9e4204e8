{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# What happened in the window of each morning, by employee: leads that reached a step, calls, held meetings, deals that
   paid and the money of them. #}

with morning as (
    {{ effort_mornings() }}
),

step_day as (
    select
        date_day,
        employee_key,
        step as measure,
        sum(case when step = 'lead' then clean_leads_count else cohort_reached_count end) as measured
    from {{ ref('int_conversion_steps') }}
    where step in ({{ quoted(effort_steps()) }})
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
    where payments.deal_key is not null
)

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
