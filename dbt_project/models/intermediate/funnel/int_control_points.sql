{# The points of control_points.csv; without a row there, those that every sales department knows. #}

with default_point as (
    select
        point.point,
        point.point_name,
        point.point_order,
        point.reached_by,
        point.value,
        'first' as counts
    from (
        values
        ('recorded', 'Фиксация', 1, 'created', ''),
        ('classified', 'Классификация', 2, 'step_or_later', 'qualified'),
        ('classified', 'Классификация', 2, 'junk', ''),
        ('rejected', 'Выбраковка', 3, 'junk', ''),
        ('shown', 'Показ', 4, 'meeting', ''),
        ('shown', 'Показ', 4, 'step', 'meeting')
    ) as point (point, point_name, point_order, reached_by, value)
),

typed_point as (
    select
        point,
        coalesce(point_name, point) as point_name,
        point_order,
        reached_by,
        coalesce(value, '') as value,
        counts
    from {{ ref('stg_files__control_points') }}
    where not is_deleted
),

typed as (
    select count(*) > 0 as is_given
    from typed_point
),

point as (
    select
        point,
        point_name,
        point_order,
        reached_by,
        value,
        counts
    from typed_point
    union all
    select
        default_point.point,
        default_point.point_name,
        default_point.point_order,
        default_point.reached_by,
        default_point.value,
        default_point.counts
    from default_point
    cross join typed
    where not typed.is_given
)

select
    point.point,
    point.point_name,
    cast(point.point_order as bigint) as point_order,
    point.reached_by,
    point.value,
    case when point.reached_by = 'step_or_later' then cast(funnel_step.step_order as bigint) end as step_order,
    case when point.reached_by = 'field' then lower(trim(split_part(point.value, '=', 1))) end as field_name,
    case
        when point.reached_by = 'field' then nullif(lower(trim(split_part(point.value, '=', 2))), '')
    end as field_value,
    point.counts
from point
left join {{ ref('funnel_steps') }} as funnel_step
    on point.value = funnel_step.step
