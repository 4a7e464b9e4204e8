{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with observation as (
    select
        source_user_key as employee_key,
        observed_at,
        coalesce(org_unit_key, 'unassigned') as org_unit_key,
        lag(observed_at) over (partition by source_user_key order by observed_at nulls last) as previous_observed_at,
        lag(coalesce(org_unit_key, 'unassigned')) over (
            partition by source_user_key order by observed_at nulls last
        ) as previous_org_unit_key
    from {{ ref('int_vendor_unit_observations') }}
),

-- A new department counts from the date of the last observation that still showed the old one.
observed_change as (
    select
        employee_key,
        org_unit_key,
        observed_at,
        case
            when previous_observed_at is null then {{ first_day() }}
            else {{ business_date('previous_observed_at') }}
        end as valid_from_date
    from observation
    where previous_org_unit_key is null or previous_org_unit_key <> org_unit_key
),

observed_start as (
    select
        employee_key,
        org_unit_key,
        valid_from_date,
        row_number() over (partition by employee_key, valid_from_date order by observed_at desc nulls last) as place
    from observed_change
),

employee_start as (
    select
        employee_key,
        org_unit_key,
        valid_from_date
    from observed_start
    where place = 1

    union all

    select
        employee.employee_key,
        'unassigned' as org_unit_key,
        {{ first_day() }} as valid_from_date
    from {{ ref('int_employees') }} as employee
    left join observed_change
        on employee.employee_key = observed_change.employee_key
    where observed_change.employee_key is null
),

first_observation as (
    select
        employee_key,
        {{ business_date('min(observed_at)') }} as observed_date
    from observation
    group by employee_key
)

select
    employee_start.employee_key,
    employee_start.org_unit_key,
    employee_start.valid_from_date,
    coalesce(
        lead(employee_start.valid_from_date) over (
            partition by employee_start.employee_key
            order by employee_start.valid_from_date nulls last
        ),
        {{ last_day_of_all() }}
    ) as valid_before_date,
    first_observation.observed_date as first_observed_date
from employee_start
left join first_observation
    on employee_start.employee_key = first_observation.employee_key
