{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# A reading that was broken off lists some campaigns only: it is none. #}

with fed as (
    {{ entity_streams() }}
),

whole_reading as (
    select
        loads.source,
        loads.observed_at,
        {{ business_date("loads.observed_at - interval '1 day'") }} as date_day
    from {{ ref('int_loads') }} as loads
    inner join fed
        on
            loads.vendor = fed.vendor
            and loads.stream = fed.stream
    where
        fed.entity = 'mailings'
        and loads.is_complete
)

select
    source,
    date_day,
    max(observed_at) as observed_at
from whole_reading
group by
    source,
    date_day
