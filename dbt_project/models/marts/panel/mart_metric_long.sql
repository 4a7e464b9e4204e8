-- depends_on: {{ ref('fct_deal') }}, {{ ref('fct_lead') }}, {{ ref('fct_payment') }}
-- depends_on: {{ ref('mart_employee_activity_daily') }}, {{ ref('mart_response_speed') }}
-- depends_on: {{ ref('mart_channel_performance') }}
{% set unit = ['metric', 'unit_type', 'unit_key'] %}
{% set unit_day = unit + ['date_day'] %}

with person_sums as (
    {{ panel_sums() }}
),

person_records as (
    {{ panel_records() }}
),

unit_values as (
    {{ panel_unit_values('person_sums', 'person_records') }}
),

-- Before everything that feeds a metric begins there is nothing to show of it.
metric_days as (
    {{ begun_days() }}
),

-- Company and departments have every day since their first value, a person the days on which there is something.
units_seen as (
    select
        {{ columns(unit + ['has_zero'], 'unit_values') }},
        min(unit_values.date_day) as first_date
    from unit_values
    inner join metric_days
        on {{ same_in(['metric', 'date_day'], 'unit_values', 'metric_days') }}
    where unit_values.is_something
    group by {{ columns(unit + ['has_zero'], 'unit_values') }}
),

unit_days as (
    select
        {{ columns(unit, 'units_seen') }},
        metric_days.date_day,
        metric_days.is_complete,
        case
            when not metric_days.is_complete then null
            when unit_values.metric is not null then unit_values.measured
            when units_seen.has_zero then 0
        end as measured
    from units_seen
    inner join metric_days
        on
            units_seen.metric = metric_days.metric
            and units_seen.first_date <= metric_days.date_day
    left join unit_values
        on
            {{ same_in(unit, 'units_seen', 'unit_values') }}
            and metric_days.date_day = unit_values.date_day
    where units_seen.unit_type <> 'employee' or unit_values.is_something
),

ratio_days as (
    {{ panel_ratios('unit_days', 'units_seen') }}
),

unit_months as (
    {{ panel_months() }}
),

panel_values as (
    select
        {{ columns(unit_day) }},
        'day' as period,
        is_complete,
        false as is_ratio,
        measured as numerator,
        cast(null as decimal(18, 2)) as denominator
    from unit_days
    union all
    select
        {{ columns(unit_day) }},
        'day' as period,
        is_complete,
        true as is_ratio,
        numerator,
        denominator
    from ratio_days
    union all
    select
        {{ columns(unit_day) }},
        'month' as period,
        numerator is not null and (denominator is not null or not is_ratio) as is_complete,
        is_ratio,
        numerator,
        denominator
    from unit_months
)

select
    panel.metric,
    metrics.label_ru as metric_name,
    panel.unit_type,
    panel.unit_key,
    coalesce(named.unit_name, panel.unit_key) as unit_name,
    panel.date_day,
    panel.period,
    case
        when panel.is_ratio then {{ exact_ratio('panel.numerator', 'panel.denominator') }}
        else cast(panel.numerator as decimal(18, 4))
    end as metric_value,
    panel.numerator,
    panel.denominator,
    metrics.unit,
    metrics.additivity,
    panel.is_complete
from panel_values as panel
inner join {{ ref('int_metrics') }} as metrics
    on panel.metric = metrics.metric
left join {{ ref('int_unit_names') }} as named
    on
        panel.unit_type = named.unit_type
        and panel.unit_key = named.unit_key
