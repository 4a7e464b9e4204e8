{{ config(unique_key='day_key') }}

{# Whole lines are costed, in kopecks, or units of them. What came back has come off the cost. #}

with record as (
    {{ newest_days('moysklad', 'costs', {
        'meta': {'type': 'VARCHAR'},
        'cost_is_per_unit': 'VARCHAR',
        'positions': {
            'rows': [{
                'assortment': moysklad_reference_shape(),
                'quantity': 'VARCHAR',
                'stock': {'cost': 'VARCHAR'},
            }],
        },
    }) }}
),

document_cost as (
    select
        {{ own_key() }} as document_key,
        _source as source,
        list_transform(
            list_filter(
                payload."positions"."rows",
                lambda line: {{ moysklad_line_cost('payload', 'line') }} is not null
            ),
            lambda line: struct_pack(
                item_key := {{ moysklad_key('line."assortment"') }},
                cost_amount := cast(
                    case when payload."meta"."type" in ('salesreturn', 'retailsalesreturn') then -1 else 1 end
                    * {{ moysklad_line_cost('payload', 'line') }} as decimal(18, 2)
                )
            )
        ) as movements,
        nullif(
            concat_ws(
                ';',
                null
                {{- unreadable_lines('payload."positions"."rows"', 'positions', {
                    'stock.cost': 'amount',
                    'quantity': 'quantity',
                }) }}
            ),
            ''
        ) as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('document_cost') }}
