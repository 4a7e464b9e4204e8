-- depends_on: {{ ref('fct_deal') }}, {{ ref('fct_lead') }}, {{ ref('fct_payment') }}
-- depends_on: {{ ref('mart_employee_activity_daily') }}, {{ ref('mart_response_speed') }}
-- depends_on: {{ ref('mart_channel_performance') }}
with levels as (
    select unit_types.unit_type
    from (values ('company'), ('department'), ('employee')) as unit_types (unit_type)
),

person_sums as (
    {{ panel_sums() }}
),

person_records as (
    {{ panel_records() }}
),

placed_sums as (
    select
        person_sums.metric,
        levels.unit_type,
        {{ panel_unit('person_sums') }} as unit_key,
        person_sums.date_day,
        person_sums.measured
    from person_sums
    cross join levels
    left join {{ ref('int_employee_units') }} as units
        on
            person_sums.employee_key = units.employee_key
            and person_sums.date_day between units.valid_from_date and units.valid_to_date
),

placed_records as (
    select
        person_records.metric,
        levels.unit_type,
        {{ panel_unit('person_records') }} as unit_key,
        person_records.date_day,
        person_records.counted,
        person_records.measured
    from person_records
    cross join levels
    left join {{ ref('int_employee_units') }} as units
        on
            person_records.employee_key = units.employee_key
            and person_records.date_day between units.valid_from_date and units.valid_to_date
),

-- `has_zero`: a day without a row counts as 0, which a median has none of.
unit_values as (
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        true as has_zero,
        case when count(*) = count(measured) then cast(sum(measured) as decimal(18, 2)) end as measured,
        max(case when measured = 0 then 0 else 1 end) = 1 as is_something
    from placed_sums
    group by
        metric,
        unit_type,
        unit_key,
        date_day
    union all
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        count(counted) > 0 as has_zero,
        cast(
            case
                when count(counted) > 0 then count(distinct counted)
                else round({{ quantile('measured', 0.5) }}, 2)
            end as decimal(18, 2)
        ) as measured,
        true as is_something
    from placed_records
    group by
        metric,
        unit_type,
        unit_key,
        date_day
),

-- Company and departments have every day since their first value, a person the days on which there is something.
units_seen as (
    select
        metric,
        unit_type,
        unit_key,
        has_zero,
        min(date_day) as first_date
    from unit_values
    where is_something
    group by
        metric,
        unit_type,
        unit_key,
        has_zero
),

unit_days as (
    select
        units_seen.metric,
        units_seen.unit_type,
        units_seen.unit_key,
        coverage.date_day,
        coverage.is_complete,
        case
            when not coverage.is_complete then null
            when unit_values.metric is not null then unit_values.measured
            when units_seen.has_zero then 0
        end as measured
    from units_seen
    cross join {{ ref('int_run') }} as runs
    inner join {{ ref('int_metric_coverage_day') }} as coverage
        on
            units_seen.metric = coverage.metric
            and units_seen.first_date <= coverage.date_day
            and runs.as_of_date > coverage.date_day
    left join unit_values
        on
            units_seen.metric = unit_values.metric
            and units_seen.unit_type = unit_values.unit_type
            and units_seen.unit_key = unit_values.unit_key
            and coverage.date_day = unit_values.date_day
    where units_seen.unit_type <> 'employee' or unit_values.is_something
),

ratio_parts as (
    select
        ratios.metric,
        unit_days.unit_type,
        unit_days.unit_key,
        unit_days.date_day,
        max(case when unit_days.metric = ratios.numerator then 1 else 0 end) = 1 as has_numerator,
        max(case when unit_days.metric = ratios.numerator then unit_days.measured end) as numerator,
        max(case when unit_days.metric = ratios.denominator then 1 else 0 end) = 1 as has_denominator,
        max(case when unit_days.metric = ratios.denominator then unit_days.measured end) as denominator
    from {{ ref('int_metrics') }} as ratios
    inner join unit_days
        on unit_days.metric in (ratios.numerator, ratios.denominator)
    group by
        ratios.metric,
        unit_days.unit_type,
        unit_days.unit_key,
        unit_days.date_day
),

-- A part without a row on a day that is known is 0; a ratio of metrics of which one is not on the panel is not either.
ratio_days as (
    select
        parts.metric,
        parts.unit_type,
        parts.unit_key,
        parts.date_day,
        coverage.is_complete,
        case
            when parts.has_numerator then parts.numerator
            when coverage.is_complete then 0
        end as numerator,
        case
            when parts.has_denominator then parts.denominator
            when coverage.is_complete then 0
        end as denominator
    from ratio_parts as parts
    inner join {{ ref('int_metric_coverage_day') }} as coverage
        on
            parts.metric = coverage.metric
            and parts.date_day = coverage.date_day
    inner join {{ ref('int_metrics') }} as ratios
        on parts.metric = ratios.metric
    where
        ratios.numerator in (select seen.metric from units_seen as seen)
        and ratios.denominator in (select seen.metric from units_seen as seen)
),

unit_months as (
    {{ panel_months() }}
),

panel_days as (
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        'day' as period,
        is_complete,
        measured as numerator,
        cast(null as decimal(18, 2)) as denominator,
        cast(measured as decimal(18, 4)) as metric_value
    from unit_days
    union all
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        'day' as period,
        is_complete,
        numerator,
        denominator,
        {{ exact_ratio('numerator', 'denominator') }} as metric_value
    from ratio_days
    union all
    select
        metric,
        unit_type,
        unit_key,
        date_day,
        'month' as period,
        numerator is not null and (denominator is not null or not is_ratio) as is_complete,
        numerator,
        denominator,
        case
            when is_ratio then {{ exact_ratio('numerator', 'denominator') }}
            else cast(numerator as decimal(18, 4))
        end as metric_value
    from unit_months
)

select
    panel_days.metric,
    metrics.label_ru as metric_name,
    panel_days.unit_type,
    panel_days.unit_key,
    case
        when panel_days.unit_type = 'company' then 'Компания'
        else coalesce(org_units.unit_name, employees.employee_name, channels.channel_name, panel_days.unit_key)
    end as unit_name,
    panel_days.date_day,
    panel_days.period,
    panel_days.metric_value,
    panel_days.numerator,
    panel_days.denominator,
    metrics.unit,
    metrics.additivity,
    panel_days.is_complete
from panel_days
inner join {{ ref('int_metrics') }} as metrics
    on panel_days.metric = metrics.metric
left join {{ ref('int_org_units') }} as org_units
    on
        panel_days.unit_type = 'department'
        and panel_days.unit_key = org_units.org_unit_key
left join {{ ref('int_employees') }} as employees
    on
        panel_days.unit_type = 'employee'
        and panel_days.unit_key = employees.employee_key
left join {{ ref('int_channels') }} as channels
    on
        panel_days.unit_type = 'channel'
        and panel_days.unit_key = channels.channel_key
