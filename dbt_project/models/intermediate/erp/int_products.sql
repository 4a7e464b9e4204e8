with recursive folder_path as (
    select
        product_key as folder_key,
        product_name as category_path,
        1 as depth
    from {{ ref('int_vendor_products') }}
    where is_folder and parent_key is null

    union all

    select
        folder.product_key as folder_key,
        folder_path.category_path || ' / ' || folder.product_name as category_path,
        folder_path.depth + 1 as depth
    from folder_path
    inner join {{ ref('int_vendor_products') }} as folder
        on folder_path.folder_key = folder.parent_key
    -- An ERP allows about ten levels; a ring of folders must not hold the night.
    where folder.is_folder and folder_path.depth < 20
)

select
    product.product_key,
    product.product_name,
    product.sku,
    product.parent_key as category_key,
    folder.product_name as category_name,
    folder_path.category_path,
    product.is_marked_deleted or product.is_deleted as is_deleted
from {{ ref('int_vendor_products') }} as product
left join {{ ref('int_vendor_products') }} as folder
    on product.parent_key = folder.product_key
left join folder_path
    on product.parent_key = folder_path.folder_key
where not product.is_folder
