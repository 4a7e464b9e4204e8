{{ config(materialized='table') }}

{# Ids of legs rise as they begin, so they give the order where two begin in one second. #}

with employee_leg as (
    select
        call_key,
        list(
            struct_pack(
                place := leg_number,
                pbx_user_key := pbx_user_key,
                started_at := started_at,
                talk_seconds := cast(talk_seconds as bigint)
            )
            order by leg_number nulls last
        ) as legs
    from {{ ref('stg_uis__call_legs') }}
    where not is_deleted and pbx_user_key is not null
    group by call_key
)

select
    call_session.call_key,
    call_session.source,
    call_session.source_call_id,
    call_session.date_day,
    call_session.direction,
    call_session.started_at,
    call_session.talk_seconds,
    call_session.outer_phone,
    call_session.line_number,
    employee_leg.legs,
    call_session._unreadable,
    call_session.day_key,
    call_session._source,
    call_session._stream,
    call_session._day,
    call_session._key,
    call_session._position,
    call_session._observed_at,
    call_session.is_deleted
from {{ ref('stg_uis__call_sessions') }} as call_session
left join employee_leg
    on call_session.call_key = employee_leg.call_key
