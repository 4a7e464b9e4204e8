{% set deal_day = ['date_day', 'deal_key'] %}
{% set cell = ['date_day', 'employee_key', 'rule'] %}

with evening as (
    select
        {{ columns(deal_day) }},
        stage_key,
        employee_key,
        {{ days_between('stage_entered_date', 'date_day') }} as days_in_stage,
        ends_at
    from {{ ref('int_deal_evenings') }}
),

-- A task of the deal that was open when the day ended and lay ahead then.
next_step as (
    select
        {{ columns(deal_day, 'evening') }}
    from evening
    inner join {{ ref('int_tasks') }} as tasks
        on
            evening.deal_key = tasks.record_key
            and evening.ends_at > tasks.created_at
            and evening.ends_at <= tasks.due_at
            and coalesce(tasks.completed_at, {{ last_instant() }}) >= evening.ends_at
    group by {{ columns(deal_day, 'evening') }}
),

usual_stay as (
    select
        visits.stage_key,
        round({{ quantile(days_between('visits.entered_date', 'visits.exited_date'), 0.9) }}, 6) as usual_days
    from {{ ref('int_deal_stage_visits') }} as visits
    inner join {{ ref('int_run') }} as runs
        on
            visits.exited_date < runs.as_of_date
            and visits.exited_date >= cast(runs.as_of_date - interval '{{ var("stale_stage_months") }} month' as date)
    group by visits.stage_key
    having count(*) >= 20
),

judged as (
    select
        evening.date_day,
        evening.employee_key,
        'no_next_step' as rule,
        next_step.deal_key is null as is_found
    from evening
    left join next_step
        on {{ same_in(deal_day, 'evening', 'next_step') }}
    union all
    select
        evening.date_day,
        evening.employee_key,
        'stale_stage' as rule,
        evening.days_in_stage > usual_stay.usual_days as is_found
    from evening
    inner join usual_stay
        on evening.stage_key = usual_stay.stage_key
    union all
    select
        evening.date_day,
        evening.employee_key,
        'missing_field' as rule,
        fields.is_missing as is_found
    from evening
    inner join {{ ref('int_open_deal_fields') }} as fields
        on {{ same_in(deal_day, 'evening', 'fields') }}
    union all
    select
        edits.date_day,
        holders.employee_key,
        'back_dated' as rule,
        edits.is_late_edit as is_found
    from {{ ref('int_late_edits') }} as edits
    inner join {{ ref('int_deal_responsible') }} as holders
        on
            edits.deal_key = holders.deal_key
            and edits.date_day >= {{ business_date('holders.valid_from_at') }}
            and edits.date_day < {{ business_date('holders.valid_to_at') }}
    union all
    select
        created_date as date_day,
        employee_key,
        'duplicate_made' as rule,
        is_second as is_found
    from {{ ref('int_second_deals') }}
),

counted as (
    select
        {{ columns(cell, 'judged') }},
        count(*) as base_count,
        case
            when count(judged.is_found) = count(*) then sum(case when judged.is_found then 1 else 0 end)
        end as found_count
    from judged
    inner join {{ ref('int_run') }} as runs
        on
            judged.date_day < runs.as_of_date
            and judged.date_day >= runs.as_of_date - {{ var('deal_snapshot_days') }}
    group by {{ columns(cell, 'judged') }}
)

select
    {{ columns(cell, 'counted') }},
    {{ employee_columns('counted') }},
    cast(case when coverage.is_complete then counted.found_count end as bigint) as found_count,
    cast(case when coverage.is_complete then counted.base_count end as bigint) as base_count,
    coverage.is_complete and counted.found_count is not null as is_complete
from counted
inner join {{ ref('int_metric_coverage_day') }} as coverage
    on
        counted.date_day = coverage.date_day
        and coverage.metric = case
            when counted.rule = 'no_next_step' then 'deals_without_next_step_count' else 'undisciplined_count'
        end
{{ join_employee('counted', 'counted.date_day') }}
