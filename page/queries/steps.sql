-- The steps of the funnel that stages are mapped to, in their order.
select
    step,
    min(step_order) as step_order
from dim_pipeline_stage
where
    not is_end
    and step_order is not null
group by step
order by step_order nulls last
