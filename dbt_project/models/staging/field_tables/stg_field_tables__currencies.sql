{{ config(materialized='table') }}

select
    currency_key,
    currency_code,
    min(source) as source,
    cast(null as text) as _unreadable,
    min(source) as _source,
    min(_stream) as _stream,
    currency_key as _key,
    false as is_deleted
from (
    select
        currency_key,
        currency_code,
        source,
        _stream
    from {{ ref('stg_field_tables__order_versions') }}
    union all
    select
        currency_key,
        currency_code,
        source,
        _stream
    from {{ ref('stg_field_tables__payment_versions') }}
    union all
    select
        currency_key,
        currency_code,
        source,
        _stream
    from {{ ref('stg_field_tables__debt_balances') }}
) as amount_of_currency
where currency_key is not null
group by
    currency_key,
    currency_code
