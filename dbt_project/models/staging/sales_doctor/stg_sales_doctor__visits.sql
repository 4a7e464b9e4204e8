{{ config(materialized='table') }}

{# What is planned of a day counts until the day has been read as one that is over. The place is the client's. #}

with read_day as (
    select distinct
        source,
        read_date
    from {{ ref('stg_sales_doctor__visit_days') }}
),

visit as (
    select
        {{ columns(sales_doctor_visit_names(), 'visit_day') }},
        visit_day._unreadable,
        visit_day._source,
        visit_day._stream,
        visit_day._key
    from {{ ref('stg_sales_doctor__visit_days') }} as visit_day
    where not visit_day.is_deleted
    union all
    select
        {{ columns(sales_doctor_visit_names(), 'planned_visit') }},
        planned_visit._unreadable,
        planned_visit._source,
        planned_visit._stream,
        planned_visit._key
    from {{ ref('stg_sales_doctor__planned_visits') }} as planned_visit
    left join read_day
        on
            planned_visit.source = read_day.source
            and planned_visit.visit_date = read_day.read_date
    where
        not planned_visit.is_deleted
        and read_day.read_date is null
)

select
    visit.*,
    client.latitude,
    client.longitude,
    false as is_deleted
from visit
left join {{ ref('stg_sales_doctor__clients') }} as client
    on visit.counterparty_record_key = client.record_key
