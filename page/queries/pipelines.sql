-- A pipeline, and the funnel steps that any of its stages is mapped to.
select
    pipeline_key as pipeline,
    max(pipeline_name) as name,
    list_sort(list(distinct step) filter (where step_order is not null and not is_end)) as steps
from dim_pipeline_stage
group by pipeline_key
order by
    name nulls last,
    pipeline nulls last
