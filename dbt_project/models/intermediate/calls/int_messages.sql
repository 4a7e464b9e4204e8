select
    note.note_key as message_key,
    note.source,
    note.record_key,
    coalesce(responsible.employee_key, 'unassigned') as employee_key,
    note.created_at as sent_at,
    {{ business_date('note.created_at') }} as sent_date
from {{ ref('int_vendor_notes') }} as note
left join {{ ref('int_source_users') }} as responsible
    on note.responsible_user_key = responsible.source_user_key
where
    note.note_type = 'message_out'
    and not note.is_deleted
    and note.created_at is not null
