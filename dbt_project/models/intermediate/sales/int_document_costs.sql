{# A register names products by keys of its own, several to a product. #}

with document_movement as (
    select
        document_key,
        movements,
        row_number() over (partition by document_key order by _position desc nulls last) as place
    from {{ ref('int_vendor_cost_movements') }}
    where not is_deleted
),

movement as (
    select
        document_key,
        {{ explode('movements') }} as movement
    from document_movement
    where place = 1
)

select
    movement.document_key,
    item_key.product_key,
    cast(sum(coalesce(movement.movement.cost_amount, 0)) as decimal(18, 2)) as cost_amount
from movement
inner join {{ ref('int_vendor_item_keys') }} as item_key
    on movement.movement.item_key = item_key.item_key
where item_key.product_key is not null
group by
    movement.document_key,
    item_key.product_key
