{{ config(materialized='table') }}

{# What documents name and the lists lack (it is gone, or named without the prefix of its filial, or with one) is of the
   currency of its namesakes. One that nobody knows is of none: it would be taken for the deployment's own. #}

with listed_currency as (
    select
        currency_key,
        source,
        currency_code,
        {{ sales_doctor_namesake('_key') }} as namesake
    from {{ ref('stg_sales_doctor__listed_currencies') }}
),

document as (
    select
        currency_key,
        source,
        _source,
        _stream
    from {{ ref('stg_sales_doctor__order_versions') }}
    union all
    select
        currency_key,
        source,
        _source,
        _stream
    from {{ ref('stg_sales_doctor__payment_versions') }}
    union all
    select
        currency_key,
        source,
        _source,
        _stream
    from {{ ref('stg_sales_doctor__sales_documents') }}
),

unlisted as (
    select
        document.currency_key,
        document.source,
        min(document._source) as _source,
        min(document._stream) as _stream,
        {{ sales_doctor_namesake('substr(document.currency_key, length(document.source) + 2)') }} as namesake
    from document
    left join listed_currency
        on document.currency_key = listed_currency.currency_key
    where
        document.currency_key is not null
        and listed_currency.currency_key is null
    group by
        document.currency_key,
        document.source
),

named_alike as (
    select
        source,
        namesake,
        case when min(currency_code) = max(currency_code) then min(currency_code) end as currency_code
    from listed_currency
    group by
        source,
        namesake
)

select
    currency_key,
    source,
    currency_code,
    _unreadable,
    _source,
    _stream,
    _key,
    is_deleted
from {{ ref('stg_sales_doctor__listed_currencies') }}

union all

select
    unlisted.currency_key,
    unlisted.source,
    coalesce(named_alike.currency_code, 'XXX') as currency_code,
    cast(null as text) as _unreadable,
    unlisted._source,
    unlisted._stream,
    unlisted.currency_key as _key,
    false as is_deleted
from unlisted
left join named_alike
    on
        unlisted.source = named_alike.source
        and unlisted.namesake = named_alike.namesake

union all

select
    document.source || ':unknown' as currency_key,
    document.source,
    'XXX' as currency_code,
    cast(null as text) as _unreadable,
    min(document._source) as _source,
    min(document._stream) as _stream,
    'unknown' as _key,
    false as is_deleted
from document
group by document.source
