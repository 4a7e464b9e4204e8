{{ config(materialized='table') }}

{# An order whose goods have left is the shipment. What came back at the door is off, in the share of its pieces; goods
   that were given as a bonus cost nothing. Tax is not told. #}

with priced_line as (
    select
        order_key,
        product_key,
        _unreadable,
        cast(
            row_number() over (partition by order_key order by product_key nulls last, is_bonus nulls last) as bigint
        ) as line_number,
        cast(ordered_quantity - returned_quantity as decimal(18, 3)) as quantity,
        case
            when is_bonus then cast(0 as decimal(18, 2))
            else {{ kept_amount('ordered_amount', 'ordered_quantity', 'returned_quantity') }}
        end as amount
    from {{ ref('stg_field_tables__order_lines') }}
    where not is_deleted
),

goods as (
    select
        order_key,
        list(
            struct_pack(
                line_number := line_number,
                product_key := product_key,
                quantity := quantity,
                amount := amount,
                vat_amount := cast(0 as decimal(18, 2)),
                is_cancelled := false,
                order_key := order_key
            )
            order by line_number nulls last
        ) as lines,
        max(_unreadable) as _unreadable
    from priced_line
    group by order_key
)

select
    sold_order.order_key as document_key,
    sold_order.source,
    'shipment' as direction,
    sold_order.order_number as document_number,
    sold_order.sold_at,
    sold_order.counterparty_record_key,
    sold_order.manager_user_key,
    sold_order.currency_key,
    sold_order.is_shipped as is_active,
    coalesce(goods.lines, []) as lines,
    goods._unreadable,
    sold_order._source,
    'order_lines' as _stream,
    sold_order._key,
    false as is_deleted
from {{ ref('stg_field_tables__orders') }} as sold_order
left join goods
    on sold_order.order_key = goods.order_key
