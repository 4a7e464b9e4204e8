{{ config(unique_key='document_key') }}

{# An order whose goods have left is the shipment; what was put back from a shelf is a document of its own. Goods that
   were given as a bonus have no price. Tax is not told. #}

with record as (
    {{ newest_records('sales_doctor', ['orders', 'returns'], {
        'SD_id': 'VARCHAR',
        'invoiceNumber': 'VARCHAR',
        'date': 'VARCHAR',
        'dateDocument': 'VARCHAR',
        'orderCreated': 'VARCHAR',
        'client': sales_doctor_names_shape(),
        'agent': sales_doctor_names_shape(),
        'paymentType': sales_doctor_names_shape(),
        'priceType': sales_doctor_names_shape(),
        'orderProducts': [sales_doctor_line_shape()],
        'bonus': [sales_doctor_line_shape()],
        'defectProducts': [sales_doctor_line_shape()],
        '_is_shipped': 'VARCHAR',
    }) }}
),

priced_record as (
    {%- set order_key = "_source || ':' || _key" %}
    {%- set ordered_count = 'coalesce(len(payload."orderProducts"), 0)' %}
    select
        *,
        {{ sales_doctor_lines('payload."orderProducts"', order_key) }} as order_lines, -- noqa: PRS
        {{ sales_doctor_lines('payload."bonus"', order_key, ordered_count) }} as bonus_lines, -- noqa: PRS
        {{ sales_doctor_lines('payload."defectProducts"', 'cast(null as text)') }} as returned_lines -- noqa: PRS
    from record
),

sales_document as (
    {%- set noted = [] %}
    select
        _source || case when _stream = 'returns' then ':return:' else ':' end || _key as document_key,
        _source as source,
        case when _stream = 'returns' then 'return' else 'shipment' end as direction,
        coalesce(nullif(trim(payload."invoiceNumber"), ''), payload."SD_id") as document_number,
        coalesce(
            {{ read('dateDocument', 'local_time', noted) }},
            {{ read('date', 'local_time', noted) }},
            {{ read('orderCreated', 'local_time', noted) }}
        ) as sold_at,
        {{ sales_doctor_key('payload."client"', 'counterparty:') }} as counterparty_record_key,
        {{ sales_doctor_key('payload."agent"') }} as manager_user_key,
        coalesce(
            {{ sales_doctor_key('payload."paymentType"', 'payment:') }},
            {{ sales_doctor_key('payload."priceType"', 'price:') }},
            _source || ':usual'
        ) as currency_key,
        coalesce(payload."_is_shipped" = 'true', false) as is_active,
        list_concat(
            coalesce(order_lines, []),
            list_concat(coalesce(bonus_lines, []), coalesce(returned_lines, []))
        ) as lines,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {%- for part in ['orderProducts', 'bonus', 'defectProducts'] %}
                {{- unreadable_lines('payload."' ~ part ~ '"', part, {
                    'quantity': 'quantity', 'returned': 'quantity', 'summa': 'amount'
                }) }}
                {%- endfor %}
            ),
            ''
        ) as _unreadable,
        {{ place_columns() }}
    from priced_record
)

{{ current_version('sales_document', 'document_key') }}
