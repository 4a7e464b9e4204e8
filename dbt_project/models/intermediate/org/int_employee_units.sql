{# The CRM shows today's department only. History is what was observed, overlaid by what org_history.csv says. #}

{% set start = ['employee_key', 'valid_from_date', 'org_unit_key', 'is_assumed'] %}

with written_period as (
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
    from {{ ref('int_observed_units') }}
    union
    select
        employee_key,
        first_observed_date as valid_from_date
    from {{ ref('int_observed_units') }}
    where first_observed_date is not null
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
            observed_period.first_observed_date is null
            or period_start.valid_from_date < observed_period.first_observed_date
        ) as is_assumed
    from period_start
    inner join {{ ref('int_observed_units') }} as observed_period
        on
            period_start.employee_key = observed_period.employee_key
            and period_start.valid_from_date >= observed_period.valid_from_date
            and period_start.valid_from_date < observed_period.valid_before_date
    left join written_start
        on
            period_start.employee_key = written_start.employee_key
            and period_start.valid_from_date = written_start.valid_from_date
            and written_start.place = 1
),

compared_start as (
    select
        {{ columns(start) }},
        lag(org_unit_key) over (partition by employee_key order by valid_from_date nulls last) as previous_org_unit_key,
        lag(is_assumed) over (partition by employee_key order by valid_from_date nulls last) as previous_is_assumed
    from decided_start
),

changed_start as (
    select
        {{ columns(start) }}
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
