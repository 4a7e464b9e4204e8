{{ config(materialized='table') }}

{# A return belongs to the order of the shipment it was made from. #}

with priced_line as (
    select
        document_key,
        {{ explode('priced_lines') }} as line
    from {{ ref('stg_moysklad__goods_documents') }}
),

sold_line as (
    select
        priced_line.document_key,
        priced_line.line.line_number,
        coalesce(item.product_key, priced_line.line.product_key) as product_key,
        priced_line.line.quantity,
        priced_line.line.amount,
        priced_line.line.vat_percent
    from priced_line
    left join {{ ref('stg_moysklad__item_keys') }} as item
        on priced_line.line.product_key = item.item_key
),

document_of_order as (
    select
        document.*,
        coalesce(document.order_key, shipment.order_key) as own_order_key
    from {{ ref('stg_moysklad__goods_documents') }} as document
    left join {{ ref('stg_moysklad__goods_documents') }} as shipment
        on document.base_document_key = shipment.document_key
),

-- Tax is in the price or comes on top.
taxed_line as (
    select
        sold_line.document_key,
        sold_line.line_number,
        sold_line.product_key,
        sold_line.quantity,
        case
            when document_of_order.is_vat_included then sold_line.amount
            else cast(
                sold_line.amount + {{ cents_ratio(to_cents('sold_line.amount') ~ ' * sold_line.vat_percent', '100') }}
                as decimal(18, 2)
            )
        end as amount,
        {{ cents_ratio(
            to_cents('sold_line.amount') ~ ' * sold_line.vat_percent',
            '(100 + case when document_of_order.is_vat_included then sold_line.vat_percent else 0 end)'
        ) }} as vat_amount,
        document_of_order.own_order_key
    from sold_line
    inner join document_of_order
        on sold_line.document_key = document_of_order.document_key
),

line_list as (
    select
        document_key,
        list(
            struct_pack(
                line_number := line_number,
                product_key := product_key,
                quantity := quantity,
                amount := amount,
                vat_amount := vat_amount,
                is_cancelled := false,
                order_key := own_order_key
            )
            order by line_number nulls last
        ) as lines
    from taxed_line
    group by document_key
)

select
    document_of_order.document_key,
    document_of_order.source,
    document_of_order.direction,
    document_of_order.document_number,
    document_of_order.sold_at,
    document_of_order.counterparty_record_key,
    document_of_order.manager_user_key,
    document_of_order.currency_key,
    document_of_order.is_active,
    document_of_order.own_order_key as order_key,
    line_list.lines,
    document_of_order._unreadable,
    document_of_order._source,
    document_of_order._stream,
    document_of_order._key,
    document_of_order.is_deleted
from document_of_order
left join line_list
    on document_of_order.document_key = line_list.document_key
