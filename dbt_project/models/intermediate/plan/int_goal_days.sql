{%- set parts = {
    'clean_leads': 'clean_leads_count',
    'paying_deals': 'paying_deals_count',
    'paid': 'revenue_paid_amount',
    'linked': 'revenue_linked_amount',
    'linked_margin': 'linked_margin_amount',
    'sold_lines': 'sold_lines_count',
    'known_cost_lines': 'known_cost_lines_count',
} -%}
with period as (
    select
        goals.goal_key,
        'goal' as period,
        goals.metric,
        goals.start_date as first_date,
        least(goals.deadline_date, runs.as_of_date - 1) as last_date
    from {{ ref('int_goals') }} as goals
    cross join {{ ref('int_run') }} as runs
    where goals.unit_key is not null

    union all

    select
        goal_key,
        'baseline' as period,
        metric,
        baseline_from_date as first_date,
        baseline_to_date as last_date
    from {{ ref('int_goals') }}
    where unit_key is not null
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
        sum(case when parts.measure = goals.numerator then parts.measured else 0 end) as numerator,
        sum(case when parts.measure = goals.denominator then parts.measured else 0 end) as denominator
    from {{ ref('int_goal_parts') }} as parts
    inner join {{ ref('int_goals') }} as goals
        on parts.goal_key = goals.goal_key
    group by
        parts.goal_key,
        parts.period,
        parts.date_day
),

{%- set until_day %}partition by period_day.goal_key, period_day.period
            order by period_day.date_day nulls last
            rows between unbounded preceding and current row{% endset %}

-- From the first day of the period up to and including the day.
to_date as (
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
        sum(coalesce(measured_day.numerator, 0)) over ({{ until_day }}) as numerator,
        sum(coalesce(measured_day.denominator, 0)) over ({{ until_day }}) as denominator
    from period_day
    left join measured_day
        on
            period_day.goal_key = measured_day.goal_key
            and period_day.period = measured_day.period
            and period_day.date_day = measured_day.date_day
),

-- A day that is not loaded makes the value unknown, and so do shipments none of whose costs is known.
valued as (
    select
        to_date.goal_key,
        to_date.period,
        to_date.date_day,
        to_date.last_date,
        to_date.working_days,
        to_date.is_known,
        to_date.knows_parts,
        to_date.clean_leads,
        to_date.paying_deals,
        cast(to_date.linked as decimal(18, 2)) as linked,
        cast(
            case
                when goals.metric = 'margin_amount' then to_date.linked_margin
                else to_date.linked
            end as decimal(18, 2)
        ) as of_deals,
        cast(
            case
                when goals.metric = 'margin_amount' then to_date.numerator - to_date.linked_margin
                else to_date.paid - to_date.linked
            end as decimal(18, 2)
        ) as unlinked,
        cast(to_date.numerator as decimal(18, 2)) as numerator,
        case when goals.denominator is not null then cast(to_date.denominator as decimal(18, 2)) end as denominator,
        case
            when not to_date.is_known then null
            when goals.metric = 'margin_amount' and to_date.sold_lines > 0 and to_date.known_cost_lines = 0 then null
            when goals.denominator is null then cast(to_date.numerator as decimal(18, 4))
            when goals.value_unit = 'share' then {{ exact_ratio('to_date.numerator', 'to_date.denominator') }}
            else
                cast({{ cents_ratio(
                    wide(to_cents('to_date.numerator')) ~ ' * 100', wide(to_cents('to_date.denominator'))
                ) }} as decimal(18, 4))
        end as measured
    from to_date
    inner join {{ ref('int_goals') }} as goals
        on to_date.goal_key = goals.goal_key
)

select
    goal_day.goal_key,
    goal_day.date_day,
    cast(goal_day.working_days as bigint) as working_days_passed,
    goal_day.is_known,
    goal_day.measured as fact_to_date,
    coalesce(goal_day.knows_parts and baseline.knows_parts, false) as knows_parts,
    {%- for side, prefix in [('goal_day', ''), ('baseline', 'baseline_')] %}
        {{ side }}.numerator as {{ prefix }}numerator,
        {{ side }}.denominator as {{ prefix }}denominator,
        cast({{ side }}.clean_leads as bigint) as {{ prefix }}clean_leads,
        cast({{ side }}.paying_deals as bigint) as {{ prefix }}paying_deals,
        {{ side }}.linked as {{ prefix }}linked_amount,
        {{ side }}.of_deals as {{ prefix }}of_deals_amount,
        {{ side }}.unlinked as {{ prefix }}unlinked_amount,
    {%- endfor %}
    cast(baseline.working_days as bigint) as baseline_working_days,
    baseline.measured as baseline_fact
from valued as goal_day
left join valued as baseline
    on
        goal_day.goal_key = baseline.goal_key
        and baseline.period = 'baseline'
        and baseline.date_day = baseline.last_date
where goal_day.period = 'goal'
