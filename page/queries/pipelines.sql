-- A pipeline, and the funnel steps 1 to 6 that any of its stages is mapped to.
select
    pipeline_key as pipeline,
    max(pipeline_name) as name,
    list_sort(list(distinct step_order) filter (where step_order between 1 and 6)) as steps
from dim_pipeline_stage
group by pipeline_key
order by
    name nulls last,
    pipeline nulls last
