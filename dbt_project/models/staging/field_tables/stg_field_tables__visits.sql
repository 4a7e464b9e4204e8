{{ config(materialized='table') }}

{# The place is the client's. #}

select
    visit.*,
    client.latitude,
    client.longitude
from {{ ref('stg_field_tables__visit_rows') }} as visit
left join {{ ref('stg_field_tables__counterparties') }} as client
    on visit.counterparty_record_key = client.record_key
