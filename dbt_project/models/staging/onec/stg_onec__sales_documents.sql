{{ config(unique_key='document_key') }}

with record as (
    {{ newest_records('onec', ['sales', 'returns'], {
        'Number': 'VARCHAR',
        'Date': 'VARCHAR',
        'Posted': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'Контрагент_Key': 'VARCHAR',
        'Менеджер_Key': 'VARCHAR',
        'Валюта_Key': 'VARCHAR',
        'ЦенаВключаетНДС': 'VARCHAR',
        'ЗаказКлиента': 'VARCHAR',
        'ЗаказКлиента_Type': 'VARCHAR',
        'Товары': [{
            'LineNumber': 'VARCHAR',
            'Номенклатура_Key': 'VARCHAR',
            'Количество': 'VARCHAR',
            'Сумма': 'VARCHAR',
            'СуммаНДС': 'VARCHAR',
            'СуммаСНДС': 'VARCHAR',
            'Отменено': 'VARCHAR',
            'ЗаказКлиента': 'VARCHAR',
            'ЗаказКлиента_Type': 'VARCHAR',
        }],
    }) }}
),

sales_document as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as document_key,
        _source as source,
        case _stream when 'sales' then 'shipment' else 'return' end as direction,
        trim(payload."Number") as document_number,
        {{ read('Date', 'local_time', noted) }} as sold_at,
        {{ reference_key('payload."Контрагент_Key"', 'counterparty:') }} as counterparty_record_key,
        {{ reference_key('payload."Менеджер_Key"') }} as manager_user_key,
        {{ reference_key('payload."Валюта_Key"') }} as currency_key,
        coalesce({{ read('Posted', 'flag', noted) }}, false)
        and not coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_active,
        list_transform(
            payload."Товары",
            lambda line: struct_pack(
                line_number := {{ value_of('line."LineNumber"', 'whole_number') }},
                product_key := {{ reference_key('line."Номенклатура_Key"') }},
                quantity := {{ value_of('line."Количество"', 'quantity') }},
                -- The sum with VAT is not in every release; whether the sum has it, the document says.
                amount := cast(
                    coalesce(
                        {{ value_of('line."СуммаСНДС"', 'amount') }},
                        {{ value_of('line."Сумма"', 'amount') }}
                        + case
                            when try_cast(payload."ЦенаВключаетНДС" as boolean) then 0
                            else coalesce({{ value_of('line."СуммаНДС"', 'amount') }}, 0)
                        end
                    ) as decimal(18, 2)
                ),
                vat_amount := coalesce({{ value_of('line."СуммаНДС"', 'amount') }}, 0),
                is_cancelled := coalesce({{ value_of('line."Отменено"', 'flag') }}, false),
                -- One shipment may serve several orders.
                order_key := coalesce(
                    {{ onec_order_key('line."ЗаказКлиента"', 'line."ЗаказКлиента_Type"') }},
                    {{ onec_order_key('payload."ЗаказКлиента"', 'payload."ЗаказКлиента_Type"') }}
                )
            )
        ) as lines,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload.\"Товары\"', 'Товары', {
                    'Количество': 'quantity',
                    'Сумма': 'amount',
                    'СуммаНДС': 'amount',
                    'СуммаСНДС': 'amount',
                }) }}
            ),
            ''
        ) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('sales_document', 'document_key') }}
