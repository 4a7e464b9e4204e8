with exchange_conversation as (
    select
        conversation.call_key,
        conversation.source,
        conversation.source_call_id,
        'pbx' as origin,
        conversation.direction,
        conversation.started_at,
        conversation.talk_seconds,
        {{ normal_phone('conversation.outer_phone') }} as phone,
        {{ normal_phone('conversation.line_number') }} as line_number,
        coalesce(call_employee.employee_key, 'unassigned') as employee_key
    from {{ ref('int_vendor_calls') }} as conversation
    left join {{ ref('int_call_employees') }} as call_employee
        on conversation.call_key = call_employee.call_key
    where
        not conversation.is_deleted
        and conversation.direction is not null
        and conversation.started_at is not null
),

-- Notes of one call on several cards are one; ids are numbers of growing length.
call_note as (
    select
        note_key,
        source,
        call_id,
        note_type,
        created_at,
        coalesce(talk_seconds, 0) as talk_seconds,
        phone,
        responsible_user_key,
        row_number() over (
            partition by coalesce(call_id, note_key)
            order by length(source_note_id) nulls last, source_note_id nulls last, note_key nulls last
        ) as place
    from {{ ref('int_vendor_notes') }}
    where
        note_type in ('call_in', 'call_out')
        and not is_deleted
        and created_at is not null
),

-- Where the exchange explains a note, only the exchange speaks.
unexplained_note as (
    select
        coalesce(call_note.source || ':note:' || call_note.call_id, call_note.note_key) as call_key,
        call_note.source,
        'crm' as origin,
        case call_note.note_type when 'call_in' then 'in' else 'out' end as direction,
        call_note.created_at as started_at,
        call_note.talk_seconds,
        {{ normal_phone('call_note.phone') }} as phone,
        coalesce(responsible.employee_key, 'unassigned') as employee_key
    from call_note
    left join exchange_conversation
        on call_note.call_id = exchange_conversation.source_call_id
    left join {{ ref('int_source_users') }} as responsible
        on call_note.responsible_user_key = responsible.source_user_key
    where
        call_note.place = 1
        and exchange_conversation.call_key is null
),

conversation as (
    select
        call_key,
        source,
        origin,
        direction,
        started_at,
        talk_seconds,
        phone,
        line_number,
        employee_key
    from exchange_conversation

    union all

    select
        call_key,
        source,
        origin,
        direction,
        started_at,
        talk_seconds,
        phone,
        cast(null as text) as line_number,
        employee_key
    from unexplained_note
)

select
    conversation.call_key,
    conversation.source,
    conversation.origin,
    conversation.direction,
    conversation.started_at,
    {{ business_date('conversation.started_at') }} as started_date,
    conversation.talk_seconds,
    conversation.talk_seconds > 0 as is_answered,
    conversation.direction = 'in' and conversation.talk_seconds <= 0 as is_missed,
    conversation.phone,
    conversation.line_number,
    conversation.employee_key,
    customer_phone.customer_key
from conversation
left join {{ ref('int_customer_phones') }} as customer_phone
    on
        conversation.phone = customer_phone.phone
        and conversation.direction <> 'internal'
