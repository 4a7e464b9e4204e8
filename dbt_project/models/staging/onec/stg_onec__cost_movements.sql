{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('onec', 'cost_register', {
        'RecordSet': [{
            'Active': 'VARCHAR',
            'АналитикаУчетаНоменклатуры_Key': 'VARCHAR',
            'СебестоимостьРегл': 'VARCHAR',
            'Стоимость': 'VARCHAR',
        }],
    }) }}
),

document_cost as (
    select
        {{ own_key() }} as document_key,
        _source as source,
        list_transform(
            list_filter(
                payload."RecordSet",
                lambda movement: coalesce({{ value_of('movement."Active"', 'flag') }}, true)
            ),
            lambda movement: struct_pack(
                item_key := {{ reference_key('movement."АналитикаУчетаНоменклатуры_Key"') }},
                -- What regulated accounting says, where the base keeps it.
                cost_amount := coalesce(
                    {{ value_of('movement."СебестоимостьРегл"', 'amount') }},
                    {{ value_of('movement."Стоимость"', 'amount') }}
                )
            )
        ) as movements,
        nullif(
            concat_ws(
                ';',
                cast(null as text)
                {{- unreadable_lines('payload.\"RecordSet\"', 'RecordSet', {
                    'СебестоимостьРегл': 'amount',
                    'Стоимость': 'amount',
                }) }}
            ),
            ''
        ) as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('document_cost') }}
