with completion as (
    select
        record_key as task_key,
        max(happened_at) as completed_at
    from {{ ref('int_vendor_events') }}
    where event_type = 'task_completed'
    group by record_key
),

deletion as (
    select distinct record_key as task_key
    from {{ ref('int_vendor_events') }}
    where event_type = 'deleted' and record_type = 'task'
)

select
    task.task_key,
    task.source,
    task.task_type,
    task.record_key,
    task.responsible_user_key,
    task.created_at,
    task.due_at,
    task.is_completed,
    case when task.is_completed then coalesce(completion.completed_at, task.updated_at) end as completed_at
from {{ ref('int_vendor_tasks') }} as task
left join completion
    on task.task_key = completion.task_key
left join deletion
    on task.task_key = deletion.task_key
where
    not task.is_deleted
    and not task.is_marked_deleted
    and deletion.task_key is null
