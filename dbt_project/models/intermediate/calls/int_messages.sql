with message as (
    select
        note_key as message_key,
        source,
        record_key,
        responsible_user_key as sender_user_key,
        created_at as sent_at
    from {{ ref('int_vendor_notes') }}
    where
        note_type = 'message_out'
        and not is_deleted

    union all

    -- What a robot writes into a chat is not a person's answer.
    select
        event_key as message_key,
        source,
        record_key,
        author_user_key as sender_user_key,
        happened_at as sent_at
    from {{ ref('int_vendor_events') }}
    where
        event_type = 'message_out'
        and author_user_key is not null
)

select
    message.message_key,
    message.source,
    message.record_key,
    coalesce(sender.employee_key, 'unassigned') as employee_key,
    message.sent_at,
    {{ business_date('message.sent_at') }} as sent_date
from message
left join {{ ref('int_source_users') }} as sender
    on message.sender_user_key = sender.source_user_key
where message.sent_at is not null
