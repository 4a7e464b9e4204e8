{{ config(materialized='table') }}

{# Calls and messages of cards. #}

{% set note = [
    'note_key', 'source', 'source_note_id', 'note_type', 'owner_key', 'created_at', 'responsible_user_key', 'call_id', 'phone',
    'talk_seconds', '_unreadable', '_source', '_stream', '_key'
] %}

with message as (
    select
        activity_key,
        source,
        _key as source_note_id,
        direction,
        owner_key,
        coalesce(started_at, created_at) as created_at,
        responsible_user_key,
        _unreadable,
        _source,
        _stream,
        _key
    from {{ ref('stg_bitrix24__activities') }}
    where
        activity_type = 'message'
        and direction is not null
        and not is_of_robot
),

note as (
    select {{ columns(note) }} from {{ ref('stg_bitrix24__call_notes') }}

    union all

    select
        source || ':note:' || source_note_id as note_key,
        source,
        source_note_id,
        'message_' || direction as note_type,
        owner_key,
        created_at,
        responsible_user_key,
        cast(null as text) as call_id,
        cast(null as text) as phone,
        cast(null as bigint) as talk_seconds,
        _unreadable,
        _source,
        _stream,
        _key
    from message
)

select
    note.note_key,
    note.source,
    note.source_note_id,
    note.note_type,
    {{ bitrix24_record_key('note.owner_key', 'owner.lead_key') }} as record_key,
    note.created_at,
    note.responsible_user_key,
    note.call_id,
    note.phone,
    note.talk_seconds,
    note._unreadable,
    note._source,
    note._stream,
    note._key,
    false as is_deleted
from note
left join {{ ref('stg_bitrix24__owners') }} as owner
    on note.owner_key = owner.owner_key
