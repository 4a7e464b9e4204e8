{{ config(materialized='table') }}

select
    status.source || ':' || status.pipeline_id || ':' || status.status_id as stage_key,
    status.source,
    status.source || ':' || status.pipeline_id as pipeline_key,
    coalesce(
        category.pipeline_name, case status.pipeline_id when 'lead' then 'Лиды' else status.pipeline_id end
    ) as pipeline_name,
    status.status_id as stage_id,
    status.status_name as stage_name,
    status.status_order as stage_order,
    status.semantics,
    coalesce(category.is_deleted, false) as is_archived,
    status._unreadable,
    status._source,
    status._stream,
    status._key,
    status.is_deleted
from {{ ref('stg_bitrix24__statuses') }} as status
left join {{ ref('stg_bitrix24__categories') }} as category
    on status.source || ':' || status.pipeline_id = category.pipeline_key
where status.pipeline_id is not null
