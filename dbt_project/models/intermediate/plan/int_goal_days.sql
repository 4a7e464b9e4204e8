-- A day that is not loaded makes the value unknown, and so do shipments none of whose costs is known.
with valued as (
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
    from {{ ref('int_goal_running_sums') }} as to_date
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
