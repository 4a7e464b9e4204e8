{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set parts = {
    'clean_leads': 'clean_leads_count',
    'paying_deals': 'paying_deals_count',
    'paid': 'revenue_paid_amount',
    'linked': 'revenue_linked_amount',
    'linked_margin': 'linked_margin_amount',
    'sold_lines': 'sold_lines_count',
    'known_cost_lines': 'known_cost_lines_count',
} %}
{% set numerator = 'case when measured_day.goal_key is null then 0 else measured_day.numerator end' %}
{% set until_day -%}
    partition by period_day.goal_key, period_day.period
    order by period_day.date_day nulls last
    rows between unbounded preceding and current row
{%- endset %}

{# From the first day of the period up to and including the day. #}

with period as (
    {{ goal_periods() }}
),

period_day as (
    select
        period.goal_key,
        period.period,
        calendar.date_day,
        period.last_date,
        case when calendar.is_working_day then 1 else 0 end as working_days,
        max(case when known.metric = period.metric and known.is_complete then 1 else 0 end) as is_known,
        max(case when known.metric = 'clean_leads_count' and known.is_complete then 1 else 0 end)
        * max(case when known.metric = 'revenue_paid_amount' and known.is_complete then 1 else 0 end) as knows_parts
    from period
    inner join {{ ref('int_date') }} as calendar
        on calendar.date_day between period.first_date and period.last_date
    left join {{ ref('int_metric_coverage_day') }} as known
        on
            calendar.date_day = known.date_day
            and (known.metric in ('clean_leads_count', 'revenue_paid_amount') or period.metric = known.metric)
    group by
        period.goal_key,
        period.period,
        calendar.date_day,
        period.last_date,
        calendar.is_working_day
),

measured_day as (
    select
        parts.goal_key,
        parts.period,
        parts.date_day,
        {%- for name, measure in parts.items() %}
            sum(case when parts.measure = '{{ measure }}' then parts.measured else 0 end) as {{ name }},
        {%- endfor %}
        {{ sum_known('parts.measured', 'parts.measure = goals.numerator') }} as numerator,
        sum(case when parts.measure = goals.denominator then parts.measured else 0 end) as denominator
    from {{ ref('int_goal_parts') }} as parts
    inner join {{ ref('int_goals') }} as goals
        on parts.goal_key = goals.goal_key
    group by
        parts.goal_key,
        parts.period,
        parts.date_day
)

select
    period_day.goal_key,
    period_day.period,
    period_day.date_day,
    period_day.last_date,
    sum(period_day.working_days) over ({{ until_day }}) as working_days,
    min(period_day.is_known) over ({{ until_day }}) = 1 as is_known,
    min(period_day.knows_parts) over ({{ until_day }}) = 1 as knows_parts,
    {%- for name in parts %}
        sum(coalesce(measured_day.{{ name }}, 0)) over ({{ until_day }}) as {{ name }},
    {%- endfor %}
    {{ sum_until(numerator, '(' ~ until_day ~ ')') }} as numerator,
    sum(coalesce(measured_day.denominator, 0)) over ({{ until_day }}) as denominator
from period_day
left join measured_day
    on
        period_day.goal_key = measured_day.goal_key
        and period_day.period = measured_day.period
        and period_day.date_day = measured_day.date_day
