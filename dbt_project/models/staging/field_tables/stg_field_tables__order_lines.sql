{{ config(unique_key='line_key') }}

with record as (
    {{ newest_records('field_tables', 'order_lines', {
        'product_name': 'VARCHAR',
        'qty': 'VARCHAR',
        'amount': 'VARCHAR',
        'returned_qty': 'VARCHAR',
        'is_bonus': 'VARCHAR',
        '_order_id': 'VARCHAR',
        '_product_code': 'VARCHAR',
    }) }}
),

order_line as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as line_key,
        _source as source,
        {{ reference_key('payload."_order_id"') }} as order_key,
        {{ reference_key('payload."_product_code"') }} as product_key,
        nullif(trim(payload."product_name"), '') as product_name,
        coalesce({{ read('is_bonus', 'flag', noted) }}, false) as is_bonus,
        {{ read('qty', 'quantity', noted) }} as ordered_quantity,
        coalesce({{ read('returned_qty', 'quantity', noted) }}, 0) as returned_quantity,
        {{ read('amount', 'amount', noted) }} as ordered_amount,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('order_line', 'line_key') }}
