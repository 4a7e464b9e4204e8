with visit as (
    select
        deal_key,
        stage_key,
        step,
        step_order,
        entered_at,
        lag(step) over (partition by deal_key order by visit_number nulls last) as previous_step
    from {{ ref('int_deal_stage_visits') }}
),

-- Every instant at which something happened that may reach a point: `happened` and `value` as in control_points.csv.
instant as (
    select
        lead_key,
        'created' as happened,
        '' as value,
        cast(null as bigint) as step_order,
        created_at as reached_at
    from {{ ref('int_leads') }}
    union all
    select
        deal_key as lead_key,
        'stage' as happened,
        stage_key as value,
        cast(null as bigint) as step_order,
        entered_at as reached_at
    from visit
    union all
    select
        deal_key as lead_key,
        'step' as happened,
        step as value,
        cast(null as bigint) as step_order,
        entered_at as reached_at
    from visit
    where previous_step is null or previous_step <> step
    union all
    select
        deal_key as lead_key,
        'step_or_later' as happened,
        cast(null as varchar) as value,
        step_order,
        entered_at as reached_at
    from visit
    where step not in ('lost', 'junk')
    union all
    select
        deal_key as lead_key,
        'junk' as happened,
        '' as value,
        cast(null as bigint) as step_order,
        ended_at as reached_at
    from {{ ref('int_deal_outcomes') }}
    where outcome = 'junk'
    union all
    select
        lead_key,
        'meeting' as happened,
        '' as value,
        cast(null as bigint) as step_order,
        held_at as reached_at
    from {{ ref('int_meetings') }}
    where is_held
    union all
    select
        lead_key,
        'field' as happened,
        value,
        cast(null as bigint) as step_order,
        reached_at
    from {{ ref('int_lead_fields_filled') }}
),

reached as (
    select
        instant.lead_key,
        point.point,
        instant.reached_at,
        min(point.point_name) as point_name,
        min(point.point_order) as point_order,
        min(instant.happened) as reached_by,
        max(case when point.counts = 'each' then 1 else 0 end) = 1 as is_each,
        row_number() over (
            partition by instant.lead_key, point.point order by instant.reached_at nulls last
        ) as visit_number
    from instant
    inner join {{ ref('int_control_points') }} as point
        on
            instant.happened = point.reached_by
            and (instant.value = point.value or instant.step_order >= point.step_order)
    where
        instant.lead_key is not null
        and instant.reached_at is not null
    group by
        instant.lead_key,
        point.point,
        instant.reached_at
)

select
    lead_key,
    point,
    visit_number,
    point_name,
    point_order,
    reached_by,
    reached_at
from reached
where visit_number = 1 or is_each
