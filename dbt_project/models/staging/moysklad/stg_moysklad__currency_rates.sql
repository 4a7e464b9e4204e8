{{ config(materialized='table') }}

{# The list of currencies keeps today's rate only. What was the rate of a day, documents of that day know. #}

with foreign_document as (
    select
        source,
        currency_key,
        currency_rate,
        {{ business_date('paid_at') }} as rate_date,
        _stream,
        _position
    from {{ ref('stg_moysklad__money_documents') }}
    where currency_rate is not null and not is_vanished
    union all
    select
        source,
        currency_key,
        currency_rate,
        {{ business_date('ordered_at') }} as rate_date,
        _stream,
        _position
    from {{ ref('stg_moysklad__order_documents') }}
    where currency_rate is not null and not is_vanished
    union all
    select
        source,
        currency_key,
        currency_rate,
        {{ business_date('sold_at') }} as rate_date,
        _stream,
        _position
    from {{ ref('stg_moysklad__goods_documents') }}
    where currency_rate is not null and not is_deleted
),

placed_rate as (
    select
        *,
        row_number() over (
            partition by currency_key, rate_date
            order by _position desc nulls last, currency_rate desc nulls last
        ) as place
    from foreign_document
    where rate_date is not null
)

select
    currency_key || '@' || cast(rate_date as text) as rate_key,
    source,
    currency_key,
    rate_date,
    currency_rate as rate,
    cast(1 as bigint) as multiplicity,
    cast(null as text) as _unreadable,
    source as _source,
    _stream,
    currency_key as _key,
    false as is_deleted
from placed_rate
where place = 1
