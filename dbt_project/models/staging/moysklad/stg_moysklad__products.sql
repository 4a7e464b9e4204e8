{{ config(materialized='view') }}

{# A variant or a series is sold as its product, as in the vendor's own report of profit by products. #}

select
    product_key,
    source,
    product_name,
    sku,
    parent_key,
    coalesce(item_type = 'productfolder', false) as is_folder,
    is_marked_deleted,
    _unreadable,
    _source,
    _stream,
    _key,
    is_deleted
from {{ ref('stg_moysklad__assortment') }}
where coalesce(item_type not in ('variant', 'consignment'), true)
