select
    meeting.task_key as meeting_key,
    meeting.source,
    meeting.record_key,
    lead.lead_key,
    coalesce(responsible.employee_key, 'unassigned') as employee_key,
    meeting.due_at as planned_at,
    {{ business_date('meeting.due_at') }} as planned_date,
    meeting.is_completed as is_held,
    meeting.completed_at as held_at,
    {{ business_date('meeting.completed_at') }} as held_date
from {{ ref('int_tasks') }} as meeting
left join {{ ref('int_leads') }} as lead
    on meeting.record_key = lead.lead_key
left join {{ ref('int_source_users') }} as responsible
    on meeting.responsible_user_key = responsible.source_user_key
where meeting.task_type = 'meeting'
