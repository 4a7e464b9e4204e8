{{ config(materialized='table') }}

{# There is no list of goods: a product is called as the newest order that names it calls it. #}

with named_product as (
    select
        order_line.product_key,
        order_line.source,
        order_line.product_name,
        order_line._source,
        order_line._stream,
        row_number() over (
            partition by order_line.product_key
            order by
                order_line.product_name is not null desc nulls last,
                sold_order.ordered_at desc nulls last,
                order_line.order_key desc nulls last,
                order_line.is_bonus asc nulls last
        ) as place
    from {{ ref('stg_field_tables__order_lines') }} as order_line
    left join {{ ref('stg_field_tables__orders') }} as sold_order
        on order_line.order_key = sold_order.order_key
    where not order_line.is_deleted
)

select
    product_key,
    source,
    product_name,
    cast(null as text) as sku,
    cast(null as text) as parent_key,
    false as is_folder,
    false as is_marked_deleted,
    cast(null as text) as _unreadable,
    _source,
    _stream,
    product_key as _key,
    false as is_deleted
from named_product
where place = 1
