{{ config(materialized='view') }}

{# Lines name goods and variants: what they are sold as. #}

select
    product_key as item_key,
    source,
    coalesce(product_of_variant_key, product_key) as product_key,
    cast(null as text) as _unreadable,
    _source,
    _stream,
    _key,
    is_deleted
from {{ ref('stg_moysklad__assortment') }}
where coalesce(item_type <> 'productfolder', true)
