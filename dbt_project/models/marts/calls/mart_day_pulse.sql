{# Which rows count, and the instant at which each does. An ERP writes midnight where it knows no time of day: such a
   receipt is of no hour. #}
{% set measures = pulse_measures() %}
{% set call = {'of': ref('int_conversations'), 'date_day': 'started_date', 'happened_at': 'started_at'} %}
{% set deals = ref('int_deal_outcomes') %}
{% set happenings = {
    'leads_count': {'of': ref('int_leads'), 'date_day': 'created_date', 'happened_at': 'created_at'},
    'calls_in_count': dict(call, where="direction = 'in'"),
    'calls_out_count': dict(call, where="direction = 'out'"),
    'calls_answered_count': dict(call, where="talk_seconds > 0 and direction <> 'internal'"),
    'talk_seconds': dict(call, value='coalesce(talk_seconds, 0)', where="direction <> 'internal'"),
    'meetings_held_count': {
        'of': ref('int_meetings'), 'date_day': 'held_date', 'happened_at': 'held_at', 'where': 'is_held'
    },
    'contracts_count': {
        'of': deals, 'date_day': 'contract_date', 'happened_at': 'contract_at', 'employee_key': 'contract_employee_key',
        'where': 'contract_at is not null'
    },
    'deals_won_count': {
        'of': deals, 'date_day': 'won_date', 'happened_at': 'won_at', 'employee_key': 'won_employee_key',
        'where': 'won_at is not null'
    },
    'timed_receipts_amount': {
        'of': ref('int_payment_allocations'), 'date_day': 'paid_date', 'happened_at': 'paid_at',
        'value': 'amount', 'where': to_local('paid_at') ~ ' <> cast(paid_date as timestamp)'
    },
} %}
{% set mark_of_day = ['date_day', 'mark'] %}
with happened as (
    {{ measure_rows(happenings, ['date_day', 'happened_at', 'employee_key']) }}
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
    group by {{ columns(mark_of_day, 'marks') }}, happened.employee_key
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
            {{ same_in(mark_of_day, 'counted', 'marks') }}
            and marks.is_base
    inner join {{ ref('int_day_marks') }} as later
        on
            counted.mark = later.mark
            and later.is_shown
            and later.days_before between marks.days_before + 1 and marks.days_before + {{ var('pulse_days') }}
    group by {{ columns(mark_of_day, 'later') }}, counted.employee_key
),

-- A day off shows who did something on it; a working day also whoever usually does.
person_of_day as (
    select
        counted.date_day,
        counted.employee_key
    from counted
    inner join {{ ref('int_day_marks') }} as marks
        on
            {{ same_in(mark_of_day, 'counted', 'marks') }}
            and marks.is_shown
    union
    select
        usual.date_day,
        usual.employee_key
    from usual
    inner join {{ ref('int_day_marks') }} as marks
        on
            {{ same_in(mark_of_day, 'usual', 'marks') }}
            and marks.is_working_day
)

select
    marks.date_day,
    marks.mark,
    person_of_day.employee_key,
    {{ employee_columns('person_of_day') }},
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
        and {{ same_in(mark_of_day, 'marks', 'counted') }}
left join usual
    on
        person_of_day.employee_key = usual.employee_key
        and {{ same_in(mark_of_day, 'marks', 'usual') }}
{{ join_employee('person_of_day', 'person_of_day.date_day') }}
