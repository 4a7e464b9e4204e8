{{ config(materialized='table') }}

{# The place is the client's. #}

select
    visit.visit_key,
    visit.source,
    visit.agent_user_key,
    visit.counterparty_record_key,
    visit.visit_date,
    visit.started_at,
    visit.ended_at,
    visit.is_planned,
    visit.is_made,
    visit.reject_reason,
    visit.has_order,
    visit.order_amount,
    visit.currency_key,
    visit.is_gps_confirmed,
    visit.has_photo,
    visit._unreadable,
    visit._source,
    visit._stream,
    visit._key,
    visit.is_deleted,
    client.latitude,
    client.longitude
from {{ ref('stg_field_tables__visit_rows') }} as visit
left join {{ ref('stg_field_tables__counterparties') }} as client
    on visit.counterparty_record_key = client.record_key
