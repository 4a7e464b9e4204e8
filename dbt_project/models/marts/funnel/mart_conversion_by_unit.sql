{# Whether a deal is paid is known from the day on which payments are. #}

with days as (
    select
        coverage.date_day,
        coverage.is_complete,
        coalesce(coverage.is_begun, true) as is_begun,
        coalesce(paid_coverage.is_complete, false) as is_paid_known
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    left join {{ ref('int_metric_coverage_day') }} as paid_coverage
        on
            coverage.date_day = paid_coverage.date_day
            and paid_coverage.metric = 'revenue_paid_amount'
    where coverage.metric = 'period_reached_count'
),

-- A loaded day shows what was counted on it; where its payments are not loaded, a step `paid` beside it is unknown.
step_rows as (
    select
        counted.date_day,
        counted.employee_key,
        counted.channel_key,
        counted.pipeline_key,
        counted.client_status,
        counted.step,
        counted.leads_count,
        counted.clean_leads_count,
        counted.cohort_reached_count,
        counted.period_reached_count,
        true as is_complete
    from {{ ref('int_conversion_steps') }} as counted
    inner join days
        on counted.date_day = days.date_day
    where
        days.is_complete
        and (counted.step <> 'paid' or days.is_paid_known)
    union all
    select distinct
        counted.date_day,
        counted.employee_key,
        counted.channel_key,
        counted.pipeline_key,
        counted.client_status,
        'paid' as step,
        0 as leads_count,
        0 as clean_leads_count,
        cast(null as bigint) as cohort_reached_count,
        cast(null as bigint) as period_reached_count,
        true as is_complete
    from {{ ref('int_conversion_steps') }} as counted
    inner join days
        on counted.date_day = days.date_day
    where
        days.is_complete
        and not days.is_paid_known
    union all
    -- A day that was not loaded shows everybody who is at work.
    select
        days.date_day,
        employees.employee_key,
        'none' as channel_key,
        'none' as pipeline_key,
        'unknown' as client_status,
        'lead' as step,
        cast(null as bigint) as leads_count,
        cast(null as bigint) as clean_leads_count,
        cast(null as bigint) as cohort_reached_count,
        cast(null as bigint) as period_reached_count,
        false as is_complete
    from days
    cross join {{ ref('int_employees') }} as employees
    where
        not days.is_complete
        and days.is_begun
        and employees.is_active
        and employees.is_matched
),

pipelines as (
    select
        pipeline_key,
        min(pipeline_name) as pipeline_name
    from {{ ref('dim_pipeline_stage') }}
    group by pipeline_key
)

select
    step_rows.date_day,
    step_rows.employee_key,
    step_rows.channel_key,
    step_rows.pipeline_key,
    step_rows.client_status,
    step_rows.step,
    steps.step_order,
    {{ employee_columns('step_rows') }},
    employees.branch_name,
    channels.channel_name,
    pipelines.pipeline_name,
    cast(step_rows.leads_count as bigint) as leads_count,
    cast(step_rows.clean_leads_count as bigint) as clean_leads_count,
    cast(step_rows.cohort_reached_count as bigint) as cohort_reached_count,
    cast(step_rows.period_reached_count as bigint) as period_reached_count,
    step_rows.is_complete
from step_rows
inner join {{ ref('int_funnel_steps') }} as steps
    on step_rows.step = steps.step
{{ join_employee('step_rows', 'step_rows.date_day') }}
left join {{ ref('dim_channel') }} as channels
    on step_rows.channel_key = channels.channel_key
left join pipelines
    on step_rows.pipeline_key = pipelines.pipeline_key
