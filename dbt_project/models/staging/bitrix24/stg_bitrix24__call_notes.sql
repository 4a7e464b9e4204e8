{{ config(materialized='ephemeral') }}

{# Calls of cards as notes. What call statistics say of a call wins over its activity; a call that another maker's
   exchange told the portal of is known by that exchange's id. #}

{% set said = [
    'source', 'source_note_id', 'owner_key', 'created_at', 'responsible_user_key', 'call_id', 'phone', 'talk_seconds',
    '_unreadable', '_source', '_stream', '_key'
] %}

with call_record as (
    select
        record_key,
        source,
        call_id,
        external_call_id,
        direction,
        started_at,
        talk_seconds,
        outer_phone,
        user_key,
        activity_key,
        owner_key,
        _unreadable,
        _source,
        _stream,
        _key,
        row_number() over (partition by source, call_id order by length(_key) nulls last, _key nulls last) as place
    from {{ ref('stg_bitrix24__call_records') }}
    where not is_deleted
),

call_activity as (
    select
        activity.activity_key,
        activity.source,
        activity._key as source_note_id,
        activity.direction,
        activity.owner_key,
        coalesce(call_record.started_at, activity.started_at, activity.created_at) as created_at,
        coalesce(call_record.user_key, activity.responsible_user_key) as responsible_user_key,
        coalesce(call_record.external_call_id, call_record.call_id, activity.call_id) as call_id,
        coalesce(call_record.outer_phone, activity.reached) as phone,
        coalesce(
            call_record.talk_seconds,
            case
                when activity.is_completed
                    then cast({{ seconds_between('activity.started_at', 'activity.ended_at') }} as bigint)
            end,
            0
        ) as talk_seconds,
        activity._unreadable,
        activity._source,
        activity._stream,
        activity._key
    from {{ ref('stg_bitrix24__activities') }} as activity
    left join call_record
        on
            activity.source = call_record.source
            and activity.call_id = call_record.call_id
            and call_record.place = 1
    where
        activity.activity_type = 'call'
        and activity.direction is not null
),

-- A call that no card shows.
told_call as (
    select
        call_record.record_key,
        call_record.source,
        call_record._key as source_note_id,
        call_record.direction,
        call_record.owner_key,
        call_record.started_at as created_at,
        call_record.user_key as responsible_user_key,
        call_record.external_call_id as call_id,
        call_record.outer_phone as phone,
        call_record.talk_seconds,
        call_record._unreadable,
        call_record._source,
        call_record._stream,
        call_record._key
    from call_record
    left join call_activity
        on
            call_record.source = call_activity.source
            and call_record.external_call_id = call_activity.call_id
    where
        call_record.external_call_id is not null
        and call_record.direction is not null
        and call_activity.activity_key is null
)

select
    source || ':note:' || source_note_id as note_key,
    'call_' || direction as note_type,
    {{ columns(said) }}
from call_activity

union all

select
    source || ':note:call.' || source_note_id as note_key,
    'call_' || direction as note_type,
    {{ columns(said) }}
from told_call
