{{ config(materialized='view') }}

{# Lines name goods, variants and series: what they are sold as. A series of a variant is sold as its product. #}

select
    item.product_key as item_key,
    item.source,
    coalesce(variant.sold_as_key, item.sold_as_key, item.product_key) as product_key,
    cast(null as text) as _unreadable,
    item._source,
    item._stream,
    item._key,
    item.is_deleted
from {{ ref('stg_moysklad__assortment') }} as item
left join {{ ref('stg_moysklad__assortment') }} as variant
    on item.sold_as_key = variant.product_key
where coalesce(item.item_type <> 'productfolder', true)
