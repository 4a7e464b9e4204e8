with mapping_row as (
    select
        source || ':' || pipeline_id || ':' || stage_id as stage_key,
        pipeline_name,
        stage_name,
        step,
        is_won,
        row_number() over (
            partition by source, pipeline_id, stage_id order by file_row nulls last, row_key nulls last
        ) as place
    from {{ ref('stg_files__stages') }}
    where not is_deleted
),

mapped_stage as (
    select
        mapping_row.stage_key,
        mapping_row.pipeline_name,
        mapping_row.stage_name,
        funnel_step.step,
        funnel_step.step_order,
        funnel_step.is_end,
        coalesce(mapping_row.is_won, false) as is_won
    from mapping_row
    left join {{ ref('funnel_steps') }} as funnel_step
        on mapping_row.step = funnel_step.step
    where mapping_row.place = 1
),

stage_key as (
    select stage_key
    from {{ ref('int_vendor_stages') }}
    union
    select stage_key
    from mapped_stage
    union
    select stage_key
    from {{ ref('int_vendor_leads') }}
    union
    select from_stage_key
    from {{ ref('int_vendor_events') }}
    union
    select to_stage_key
    from {{ ref('int_vendor_events') }}
),

pipeline as (
    select
        pipeline_key,
        max(pipeline_name) as pipeline_name
    from {{ ref('int_vendor_stages') }}
    where not is_deleted
    group by pipeline_key
),

split_key as (
    select
        stage_key,
        split_part(stage_key, ':', 1) as source,
        split_part(stage_key, ':', 1) || ':' || split_part(stage_key, ':', 2) as pipeline_key,
        split_part(stage_key, ':', 2) as pipeline_id,
        split_part(stage_key, ':', 3) as stage_id
    from stage_key
    where stage_key is not null
)

select
    split_key.stage_key,
    split_key.source,
    split_key.pipeline_key,
    coalesce(
        pipeline.pipeline_name, shown_stage.pipeline_name, mapped_stage.pipeline_name, split_key.pipeline_id
    ) as pipeline_name,
    split_key.stage_id,
    coalesce(shown_stage.stage_name, mapped_stage.stage_name, split_key.stage_id) as stage_name,
    shown_stage.stage_order,
    coalesce(mapped_stage.step, 'unmapped') as step,
    mapped_stage.step_order,
    coalesce(mapped_stage.is_won, false) as is_won,
    coalesce(mapped_stage.is_end, false) as is_end,
    mapped_stage.step is not null as is_mapped,
    coalesce(shown_stage.is_archived, false) as is_archived,
    coalesce(shown_stage.is_deleted, true) as is_deleted
from split_key
left join {{ ref('int_vendor_stages') }} as shown_stage
    on split_key.stage_key = shown_stage.stage_key
left join pipeline
    on split_key.pipeline_key = pipeline.pipeline_key
left join mapped_stage
    on split_key.stage_key = mapped_stage.stage_key
