{{ config(materialized='table') }}

{# Conversations of the portal's own telephony. Those of another maker's exchange are notes of cards: its own connector
   tells of them. #}

select
    case when external_call_id is null then record_key end as call_key,
    source,
    call_id as source_call_id,
    date_day,
    direction,
    started_at,
    talk_seconds,
    outer_phone,
    line_number,
    case
        when user_key is not null
            then [
                struct_pack(
                    place := cast(1 as bigint),
                    pbx_user_key := user_key,
                    started_at := started_at,
                    talk_seconds := cast(talk_seconds as bigint)
                )
            ]
    end as legs,
    case when external_call_id is null then _unreadable end as _unreadable,
    {{ day_place_columns() }},
    is_deleted or external_call_id is not null as is_deleted
from {{ ref('stg_bitrix24__call_records') }}
