with goal_row as (
    select
        row_key as goal_key,
        _source as source,
        goal,
        metric,
        unit_type,
        unit,
        baseline_value,
        baseline_from_date,
        baseline_to_date,
        coalesce(
            target_value,
            {{ cents_ratio(
                wide(to_cents('baseline_value')) ~ ' * (10000 + ' ~ to_cents('growth_percent') ~ ')', '10000'
            ) }}
        ) as target_value,
        start_date,
        deadline_date,
        owner_name
    from {{ ref('stg_files__goals') }}
    where
        not is_deleted
        and goal is not null
        and start_date is not null
        and deadline_date is not null
),

named_unit as (
    {{ named_units() }}
)

-- A share is typed in percent.
select
    goal_row.goal_key,
    goal_row.source,
    goal_row.goal,
    goal_row.metric,
    metrics.unit as value_unit,
    coalesce(metrics.numerator, goal_row.metric) as numerator,
    metrics.denominator,
    goal_row.unit_type,
    named_unit.unit_key,
    cast(
        goal_row.baseline_value * case when metrics.unit = 'share' then 0.01 else 1.00 end as decimal(18, 4)
    ) as baseline_value,
    goal_row.baseline_from_date,
    goal_row.baseline_to_date,
    cast(
        goal_row.target_value * case when metrics.unit = 'share' then 0.01 else 1.00 end as decimal(18, 4)
    ) as target_value,
    goal_row.start_date,
    goal_row.deadline_date,
    goal_row.owner_name
from goal_row
left join named_unit
    on
        goal_row.unit_type = named_unit.unit_type
        and {{ unit_as_named('goal_row') }} = named_unit.unit_name
left join {{ ref('int_metrics') }} as metrics
    on goal_row.metric = metrics.metric
