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
),

meeting as (
    select
        task.task_key,
        task.source,
        task.record_key,
        task.responsible_user_key,
        task.due_at,
        task.is_completed,
        case when task.is_completed then coalesce(completion.completed_at, task.updated_at) end as held_at
    from {{ ref('int_vendor_tasks') }} as task
    left join completion
        on task.task_key = completion.task_key
    left join deletion
        on task.task_key = deletion.task_key
    where
        task.task_type = 'meeting'
        and not task.is_deleted
        and not task.is_marked_deleted
        and deletion.task_key is null
)

select
    meeting.task_key as meeting_key,
    meeting.source,
    meeting.record_key,
    lead.lead_key,
    coalesce(responsible.employee_key, 'unassigned') as employee_key,
    meeting.due_at as planned_at,
    {{ business_date('meeting.due_at') }} as planned_date,
    meeting.is_completed as is_held,
    meeting.held_at,
    {{ business_date('meeting.held_at') }} as held_date
from meeting
left join {{ ref('int_leads') }} as lead
    on meeting.record_key = lead.lead_key
left join {{ ref('int_source_users') }} as responsible
    on meeting.responsible_user_key = responsible.source_user_key
