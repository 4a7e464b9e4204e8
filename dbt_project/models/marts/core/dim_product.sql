select
    product_key,
    product_name,
    sku,
    category_key,
    category_name,
    category_path,
    is_deleted
from {{ ref('int_products') }}
