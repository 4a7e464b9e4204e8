{{ config(materialized='table') }}

with task as (
    select
        activity.source || ':task:activity.' || activity._key as task_key,
        activity.source,
        'meeting' as task_type,
        activity.owner_key,
        activity.responsible_user_key,
        activity.created_at,
        activity.updated_at,
        coalesce(activity.started_at, activity.due_at) as due_at,
        activity.is_completed,
        activity._unreadable,
        activity._source,
        activity._stream,
        activity._key,
        coalesce(known_id.is_deleted, false) as is_deleted
    from {{ ref('stg_bitrix24__activities') }} as activity
    left join {{ ref('stg_bitrix24__known_ids') }} as known_id
        on
            activity._source = known_id._source
            and activity._key = known_id._key
            and known_id._stream = 'meeting_ids'
    where activity.activity_type = 'meeting'

    union all

    select
        task_key,
        source,
        'other' as task_type,
        owner_key,
        responsible_user_key,
        created_at,
        updated_at,
        due_at,
        is_completed,
        _unreadable,
        _source,
        _stream,
        _key,
        is_deleted
    from {{ ref('stg_bitrix24__task_cards') }}
)

select
    task.task_key,
    task.source,
    task.task_type,
    {{ bitrix24_record_key('task.owner_key', 'owner.lead_key') }} as record_key,
    task.responsible_user_key,
    task.created_at,
    task.updated_at,
    task.due_at,
    task.is_completed,
    false as is_marked_deleted,
    task._unreadable,
    task._source,
    task._stream,
    task._key,
    task.is_deleted
from task
left join {{ ref('stg_bitrix24__owners') }} as owner
    on task.owner_key = owner.owner_key
