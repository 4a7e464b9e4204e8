{{ config(materialized='view') }}

select
    order_key,
    source,
    order_number,
    ordered_at,
    sold_at,
    counterparty_record_key,
    manager_user_key,
    currency_key,
    is_shipped,
    _source,
    _stream,
    _key
from (
    select
        *,
        row_number() over (partition by order_key order by _position desc nulls last) as place
    from {{ ref('stg_field_tables__order_versions') }}
) as placed_version
where place = 1 and not is_vanished
