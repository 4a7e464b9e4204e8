with step as (
    select
        step,
        step_order
    from {{ ref('funnel_steps') }}
    where not is_end
)

select
    step,
    cast(step_order as bigint) as step_order
from step

union all

select
    'won' as step,
    cast(max(step_order) + 1 as bigint) as step_order
from step
