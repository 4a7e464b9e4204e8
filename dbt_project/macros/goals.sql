{# What a goal is looked at over, and how a gap is shared out to what made it. #}

{# What a goal is looked at over, as rows: goal_key, period (goal: from its start to its deadline or the last complete day;
   baseline: the days of its baseline), metric, unit_type, unit_key, first_date, last_date. #}
{% macro goal_periods() -%}
    select
        goals.goal_key,
        'goal' as period,
        goals.metric,
        goals.unit_type,
        goals.unit_key,
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
        unit_type,
        unit_key,
        baseline_from_date as first_date,
        baseline_to_date as last_date
    from {{ ref('int_goals') }}
    where unit_key is not null
{%- endmacro %}

{# What a factor of four changes in their product from `_0` to `_1`: the mean over all orders in which they change.
   A factor that is 1 before and after takes no part. #}
{% macro share_of_gap(factor, one, two, three) -%}
    ({{ factor }}_1 - {{ factor }}_0) * (
        ({{ one }}_0 * {{ two }}_0 * {{ three }}_0 + {{ one }}_1 * {{ two }}_1 * {{ three }}_1) / 4
        + (
            {{ one }}_1 * {{ two }}_0 * {{ three }}_0
            + {{ one }}_0 * {{ two }}_1 * {{ three }}_0
            + {{ one }}_0 * {{ two }}_0 * {{ three }}_1
            + {{ one }}_1 * {{ two }}_1 * {{ three }}_0
            + {{ one }}_1 * {{ two }}_0 * {{ three }}_1
            + {{ one }}_0 * {{ two }}_1 * {{ three }}_1
        ) / 12
    )
{%- endmacro %}

{# Where of parts that shall add up the rest of rounding goes: the part itself, or with `rest` if it is the largest. #}
{% macro with_rest(part) -%}
    {{ part }}_part + case when largest = '{{ part }}' then rest else 0 end
{%- endmacro %}
