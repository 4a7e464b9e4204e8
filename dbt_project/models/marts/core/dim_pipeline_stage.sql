select
    stage_key,
    source,
    pipeline_key,
    pipeline_name,
    stage_name,
    stage_order,
    step,
    step_order,
    is_won,
    is_end,
    is_mapped,
    is_archived,
    is_deleted
from {{ ref('int_pipeline_stages') }}
