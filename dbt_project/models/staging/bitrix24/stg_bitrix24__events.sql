{{ config(materialized='table') }}

{# The history of an enquiry: the stages of its lead, then those of its deal; whoever was seen responsible for the two;
   and when meetings were first seen done. #}

{% set event = [
    'event_key', 'source', 'event_type', 'record_type', 'record_key', 'happened_at', 'from_stage_key', 'to_stage_key',
    'from_user_key', 'to_user_key', 'author_user_key', '_unreadable', '_source', '_stream', '_key', 'is_deleted'
] %}

with owner_of_enquiry as (
    {{ bitrix24_owners_of_enquiries() }}
),

-- The conversion of a lead and the birth of its deal are one move.
stage_move as (
    select
        stage_move.move_key,
        stage_move.source,
        owner_of_enquiry.lead_key,
        owner_of_enquiry.owner_kind,
        owner_of_enquiry.has_lead,
        stage_move.moved_at,
        stage_move.to_stage_key,
        stage_move.is_creation,
        stage_move._unreadable,
        stage_move._source,
        stage_move._stream,
        stage_move._key,
        lag(stage_move.to_stage_key) over (
            partition by owner_of_enquiry.lead_key order by stage_move.move_key nulls last
        ) as from_stage_key
    from {{ ref('stg_bitrix24__stage_moves') }} as stage_move
    inner join owner_of_enquiry
        on stage_move.owner_key = owner_of_enquiry.owner_key
    where
        not (stage_move.is_conversion and owner_of_enquiry.has_deal)
        and (not owner_of_enquiry.is_deal_gone or not owner_of_enquiry.has_lead)
),

compared_meeting as (
    select
        observation_key,
        _source,
        task_key,
        updated_at,
        is_completed,
        lag(is_completed) over (partition by task_key order by _position nulls last) as was_completed
    from {{ ref('stg_bitrix24__meeting_observations') }}
)

select
    move_key as event_key,
    source,
    case
        when from_stage_key is null and is_creation and not (owner_kind = 2 and has_lead) then 'added'
        else 'stage_changed'
    end as event_type,
    'lead' as record_type,
    lead_key as record_key,
    moved_at as happened_at,
    -- Every portal's leads begin as NEW; the history of this one is older than what is loaded.
    coalesce(
        from_stage_key, case when owner_kind = 2 and has_lead and is_creation then source || ':lead:NEW' end
    ) as from_stage_key,
    to_stage_key,
    cast(null as text) as from_user_key,
    cast(null as text) as to_user_key,
    cast(null as text) as author_user_key,
    _unreadable,
    _source,
    _stream,
    _key,
    false as is_deleted
from stage_move

union all

select {{ columns(event) }}
from {{ ref('stg_bitrix24__responsible_changes') }}

union all

select
    _source || ':completed:' || observation_key as event_key,
    _source as source,
    'task_completed' as event_type,
    'task' as record_type,
    task_key as record_key,
    updated_at as happened_at,
    cast(null as text) as from_stage_key,
    cast(null as text) as to_stage_key,
    cast(null as text) as from_user_key,
    cast(null as text) as to_user_key,
    cast(null as text) as author_user_key,
    cast(null as text) as _unreadable,
    _source,
    'activities' as _stream,
    observation_key as _key,
    false as is_deleted
from compared_meeting
where is_completed and not coalesce(was_completed, false)
