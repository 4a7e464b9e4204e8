{# What makes two cards one customer: groups of cards that are tied together. #}

{# Groups of records that are tied together, directly or through others: (record_key, component_key), where component_key is
   the smallest record key of the group. `ties`: relation with record_key and tied_record_key.

   Each round ties every node to the smallest of its neighbours, follows these pointers eight steps, and shrinks the graph to
   where they lead; nodes are shuffled, so that long chains break up into short descents. What eight rounds leave of a graph
   of millions is a handful of nodes, and the recursion at the end settles them whatever their shape. Joins of three tables
   are avoided: sizes are unknown here, and a planner that guesses wrong multiplies the edges. #}
{% macro connected_components(ties) -%}
    {%- set rounds = 8 -%}
    with recursive record_number as (
        select
            record_key,
            row_number() over (order by record_key nulls last) as record_number
        from (
            select record_key from {{ ties }}
            union
            select tied_record_key from {{ ties }}
        ) as tied_record
    ),

    record_node as materialized (
        select
            record_key,
            (record_number * 2654435761) % 4294967291 as node
        from record_number
    ),

    half_edge as materialized (
        select
            record_node.node,
            tie.tied_record_key
        from {{ ties }} as tie
        inner join record_node
            on tie.record_key = record_node.record_key
    ),

    edge as materialized (
        select
            half_edge.node,
            record_node.node as other_node
        from half_edge
        inner join record_node
            on half_edge.tied_record_key = record_node.record_key
        where half_edge.node <> record_node.node
    ),

    edge_0 as materialized (
        select node, other_node from edge
        union
        select other_node, node from edge
    ),

    label_0 as materialized (
        select record_key, node as label from record_node
    ),
    {%- for round in range(rounds) %}

    pointer_{{ round }}_1 as materialized (
        select node, least(node, min(other_node)) as target from edge_{{ round }} group by node
    ),
    {%- for steps, before in [(2, 1), (4, 2), (8, 4)] %}

    pointer_{{ round }}_{{ steps }} as materialized (
        select origin.node, step.target
        from pointer_{{ round }}_{{ before }} as origin
        inner join pointer_{{ round }}_{{ before }} as step
            on origin.target = step.node
    ),
    {%- endfor %}

    half_edge_{{ round }} as materialized (
        select distinct pointer.target as node, edge.other_node
        from edge_{{ round }} as edge
        inner join pointer_{{ round }}_8 as pointer
            on edge.node = pointer.node
    ),

    edge_{{ round + 1 }} as materialized (
        select distinct edge.node, pointer.target as other_node
        from half_edge_{{ round }} as edge
        inner join pointer_{{ round }}_8 as pointer
            on edge.other_node = pointer.node
        where edge.node <> pointer.target
    ),

    label_{{ round + 1 }} as materialized (
        select labelled.record_key, coalesce(pointer.target, labelled.label) as label
        from label_{{ round }} as labelled
        left join pointer_{{ round }}_8 as pointer
            on labelled.label = pointer.node
    ),
    {%- endfor %}

    reached_node (node, reached) as (
        select node, other_node from edge_{{ rounds }}
        union
        select reached_node.node, edge.other_node
        from reached_node
        inner join edge_{{ rounds }} as edge
            on reached_node.reached = edge.node
    ),

    settled_node as (
        select node, least(node, min(reached)) as label from reached_node group by node
    ),

    settled_record as (
        select labelled.record_key, coalesce(settled_node.label, labelled.label) as label
        from label_{{ rounds }} as labelled
        left join settled_node
            on labelled.label = settled_node.node
    )

    select
        record_key,
        min(record_key) over (partition by label) as component_key
    from settled_record
{%- endmacro %}
