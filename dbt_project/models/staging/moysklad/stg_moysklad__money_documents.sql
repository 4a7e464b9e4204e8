{{ config(unique_key='version_key') }}

{%- set streams = [
    'payments_in', 'payments_out', 'cash_in', 'cash_out', 'retail_sales', 'retail_returns', 'prepayments', 'prepayment_returns'
] %}

with record as (
    {{ landed_records('moysklad', streams, {
        'name': 'VARCHAR',
        'moment': 'VARCHAR',
        'applicable': 'VARCHAR',
        'deleted': 'VARCHAR',
        'agent': moysklad_reference_shape(),
        'owner': moysklad_reference_shape(),
        'rate': moysklad_rate_shape(),
        'sum': 'VARCHAR',
        'cashSum': 'VARCHAR',
        'noCashSum': 'VARCHAR',
        'qrSum': 'VARCHAR',
        'paymentPurpose': 'VARCHAR',
        'attributes': [{'name': 'VARCHAR', 'value': 'VARCHAR'}],
        'expenseItem': {'name': 'VARCHAR'},
        'customerOrder': moysklad_reference_shape(),
        'demand': moysklad_reference_shape(),
        'prepayment': moysklad_reference_shape(),
        'operations': [{'meta': {'href': 'VARCHAR', 'type': 'VARCHAR'}, 'linkedSum': 'VARCHAR'}],
    }) }}
),

money_document as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as document_key,
        _source as source,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."name") as document_number,
        {{ read('moment', 'local_time', noted) }} as paid_at,
        {{ moysklad_counterparty_key('payload') }} as counterparty_record_key,
        {{ moysklad_key('payload."owner"') }} as responsible_user_key,
        {{ moysklad_key('payload."rate"."currency"') }} as currency_key,
        {{ read('rate.value', 'rate', noted) }} as currency_rate,
        {%- for field in ['sum', 'cashSum', 'noCashSum', 'qrSum'] -%}
            {%- do noted.append([field, 'payload."' ~ field ~ '"', 'amount']) -%}
        {%- endfor %}
        {{ moysklad_amount('payload."sum"') }} as amount,
        {{ moysklad_amount(or_nothing('payload."cashSum"')) }} as cash_amount,
        cast(
            {{ moysklad_amount(or_nothing('payload."noCashSum"')) }}
            + {{ moysklad_amount(or_nothing('payload."qrSum"')) }} as decimal(18, 2)
        ) as card_amount,
        -- How it was paid (card, mortgage, instalments) people keep in fields of their own.
        nullif(
            concat_ws('; ', payload."paymentPurpose", {{ moysklad_attributes_text('payload') }}), ''
        ) as purpose,
        -- The name of one of the vendor's own items of expense.
        coalesce(lower(trim(payload."expenseItem"."name")) = 'возврат', false) as is_refund_by_item,
        -- One in the recycle bin says when it was thrown there.
        coalesce({{ read('applicable', 'flag', noted) }}, false) and payload."deleted" is null as is_active,
        {{ moysklad_key('payload."customerOrder"') }} as order_key,
        coalesce(
            {{ moysklad_key('payload."demand"') }}, {{ moysklad_key('payload."prepayment"') }}
        ) as base_document_key,
        {{ moysklad_operations('payload') }} as operations, -- noqa: PRS
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload."operations"', 'operations', {'linkedSum': 'amount'}) }}
            ),
            ''
        ) as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _stream, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from money_document
where place = 1
