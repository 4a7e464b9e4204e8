{# Whose a plan or a goal is: what people type, and the unit that they mean. #}

{# One row per name of a unit: unit_type, unit_name in lower case, unit_key. A department is named as the CRM or
   org_units.csv names it, or by its id; a person by his e-mail; the company by nothing. #}
{% macro named_units() -%}
    select
        'company' as unit_type,
        '' as unit_name,
        'company' as unit_key

    union all

    select
        'department' as unit_type,
        unit_name,
        min(org_unit_key) as unit_key
    from (
        select
            org_unit_key,
            lower(unit_name) as unit_name
        from {{ ref('int_org_units') }}
        union
        select
            source || ':' || unit_id as org_unit_key,
            lower(unit_name) as unit_name
        from {{ ref('stg_files__org_units') }}
        where not is_deleted
        union
        select
            org_unit_key,
            lower(split_part(org_unit_key, ':', 2)) as unit_name
        from {{ ref('int_org_units') }}
        union
        select
            org_unit_key,
            lower(org_unit_key) as unit_name
        from {{ ref('int_org_units') }}
    ) as unit_name
    group by unit_name

    union all

    select
        'employee' as unit_type,
        email as unit_name,
        employee_key as unit_key
    from {{ ref('int_employee_emails') }}
{%- endmacro %}

{# What the row names its unit, as named_units names it. #}
{% macro unit_as_named(row) -%}
    case {{ row }}.unit_type when 'company' then '' else lower({{ row }}.unit) end
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

{# An inexact number with two decimals, half away from zero; six decimals first, so that a half is one. #}
{% macro two_decimals(number) -%}
    cast(cast({{ number }} as decimal(28, 6)) as decimal(18, 2))
{%- endmacro %}

{# The number, 0 where it is below; null stays null, which greatest() does not do on every engine. #}
{% macro not_below_zero(number) -%}
    case when {{ number }} < 0 then 0 else {{ number }} end
{%- endmacro %}

{# A window: the days of a line of the plan from the beginning of the period (month, quarter, year) to the row's. #}
{% macro to_date(line, period) -%}
    partition by {{ columns(line) }}, date_trunc('{{ period }}', date_day)
    order by date_day nulls last
    rows between unbounded preceding and current row
{%- endmacro %}

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
