{# The CRM shows today's department only. History is what was observed, overlaid by what org_history.csv says. #}

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

observed_period as (
    select
        employee_key,
        org_unit_key,
        valid_from_date,
        coalesce(
            lead(valid_from_date) over (partition by employee_key order by valid_from_date nulls last),
            {{ last_day_of_all() }}
        ) as valid_before_date
    from employee_start
),

first_observation as (
    select
        employee_key,
        {{ business_date('min(observed_at)') }} as observed_date
    from observation
    group by employee_key
),

written_period as (
    select
        employee_email.employee_key,
        coalesce(history.source || ':' || history.unit_id, 'unassigned') as org_unit_key,
        coalesce(history.valid_from, {{ first_day() }}) as valid_from_date,
        coalesce(history.valid_to, {{ last_day_of_all() }}) as valid_to_date,
        history.file_row
    from {{ ref('stg_files__org_history') }} as history
    inner join {{ ref('int_employee_emails') }} as employee_email
        on history.email = employee_email.email
    where not history.is_deleted
),

period_start as (
    select
        employee_key,
        valid_from_date
    from observed_period
    union
    select
        employee_key,
        observed_date
    from first_observation
    union
    select
        employee_key,
        valid_from_date
    from written_period
    union
    select
        employee_key,
        cast(valid_to_date + interval '1 day' as date) as valid_from_date
    from written_period
    where valid_to_date < {{ last_day_of_all() }}
),

-- Of several written rows for one date the one that starts last counts.
written_start as (
    select
        period_start.employee_key,
        period_start.valid_from_date,
        written_period.org_unit_key,
        row_number() over (
            partition by period_start.employee_key, period_start.valid_from_date
            order by written_period.valid_from_date desc nulls last, written_period.file_row desc nulls last
        ) as place
    from period_start
    inner join written_period
        on
            period_start.employee_key = written_period.employee_key
            and period_start.valid_from_date between written_period.valid_from_date and written_period.valid_to_date
),

decided_start as (
    select
        period_start.employee_key,
        period_start.valid_from_date,
        coalesce(written_start.org_unit_key, observed_period.org_unit_key) as org_unit_key,
        written_start.org_unit_key is null
        and (
            first_observation.observed_date is null
            or period_start.valid_from_date < first_observation.observed_date
        ) as is_assumed
    from period_start
    inner join observed_period
        on
            period_start.employee_key = observed_period.employee_key
            and period_start.valid_from_date >= observed_period.valid_from_date
            and period_start.valid_from_date < observed_period.valid_before_date
    left join written_start
        on
            period_start.employee_key = written_start.employee_key
            and period_start.valid_from_date = written_start.valid_from_date
            and written_start.place = 1
    left join first_observation
        on period_start.employee_key = first_observation.employee_key
),

compared_start as (
    select
        employee_key,
        valid_from_date,
        org_unit_key,
        is_assumed,
        lag(org_unit_key) over (partition by employee_key order by valid_from_date nulls last) as previous_org_unit_key,
        lag(is_assumed) over (partition by employee_key order by valid_from_date nulls last) as previous_is_assumed
    from decided_start
),

changed_start as (
    select
        employee_key,
        valid_from_date,
        org_unit_key,
        is_assumed
    from compared_start
    where
        previous_org_unit_key is null
        or previous_org_unit_key <> org_unit_key
        or previous_is_assumed <> is_assumed
)

select
    employee_key,
    org_unit_key,
    valid_from_date,
    coalesce(
        cast(
            lead(valid_from_date) over (
                partition by employee_key
                order by valid_from_date nulls last
            ) - interval '1 day' as date
        ),
        {{ last_day_of_all() }}
    ) as valid_to_date,
    is_assumed
from changed_start
