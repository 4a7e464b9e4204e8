{{ config(unique_key='document_key') }}

with record as (
    {{ newest_records('moysklad', ['demands', 'sales_returns', 'retail_sales', 'retail_returns'], {
        'name': 'VARCHAR',
        'moment': 'VARCHAR',
        'applicable': 'VARCHAR',
        'deleted': 'VARCHAR',
        'vatEnabled': 'VARCHAR',
        'vatIncluded': 'VARCHAR',
        'agent': moysklad_reference_shape(),
        'owner': moysklad_reference_shape(),
        'customerOrder': moysklad_reference_shape(),
        'demand': moysklad_reference_shape(),
        'rate': moysklad_rate_shape(),
        'positions': {
            'rows': [{
                'quantity': 'VARCHAR',
                'price': 'VARCHAR',
                'discount': 'VARCHAR',
                'vat': 'VARCHAR',
                'vatEnabled': 'VARCHAR',
                'assortment': moysklad_reference_shape(),
            }],
        },
    }) }}
),

-- A price is kopecks before the discount, which is percent.
priced_record as (
    select
        *,
        {{ moysklad_priced_lines('payload') }} as priced_lines -- noqa: PRS
    from record
),

goods_document as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as document_key,
        _source as source,
        case when _stream in ('demands', 'retail_sales') then 'shipment' else 'return' end as direction,
        trim(payload."name") as document_number,
        {{ read('moment', 'local_time', noted) }} as sold_at,
        {{ moysklad_counterparty_key('payload') }} as counterparty_record_key,
        {{ moysklad_key('payload."owner"') }} as manager_user_key,
        {{ moysklad_key('payload."rate"."currency"') }} as currency_key,
        {{ read('rate.value', 'rate', noted) }} as currency_rate,
        -- One in the recycle bin says when it was thrown there.
        coalesce({{ read('applicable', 'flag', noted) }}, false) and payload."deleted" is null as is_active,
        {{ moysklad_key('payload."customerOrder"') }} as order_key,
        {{ moysklad_key('payload."demand"') }} as base_document_key,
        coalesce({{ read('vatIncluded', 'flag', noted) }}, true) as is_vat_included,
        priced_lines,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload."positions"."rows"', 'positions', {
                    'quantity': 'quantity',
                    'price': 'rate',
                    'discount': 'rate',
                    'vat': 'rate',
                }) }}
            ),
            ''
        ) as _unreadable,
        {{ place_columns() }}
    from priced_record
)

{{ current_version('goods_document', 'document_key') }}
