{{ config(unique_key='version_key') }}

{# The ledger of a client holds debts, conversions and write-offs too: money came with 3 and went back with 7. #}

with record as (
    {{ landed_records('sales_doctor', 'payments', {
        'SD_id': 'VARCHAR',
        'paymentDate': 'VARCHAR',
        'amount': 'VARCHAR',
        'comment': 'VARCHAR',
        'transactionType': 'VARCHAR',
        'client': sales_doctor_names_shape(),
        'agent': sales_doctor_names_shape(),
        'paymentType': sales_doctor_names_shape(),
        'orders': [{'CS_id': 'VARCHAR', 'SD_id': 'VARCHAR', 'amount': 'VARCHAR'}],
    }) }}
),

split_record as (
    select
        *,
        {{ sales_doctor_order_lines('payload."orders"') }} as order_lines -- noqa: PRS
    from record
),

payment_version as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as payment_key,
        _source as source,
        -- How it was paid is its payment type: payment_forms.csv names these.
        coalesce(
            lower(coalesce(nullif(payload."paymentType"."SD_id", ''), nullif(payload."paymentType"."CS_id", ''))),
            _stream
        ) as document_stream,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        payload."SD_id" as document_number,
        {{ read('paymentDate', 'local_time', noted) }} as paid_at,
        -- A payment below zero takes back one that was entered before.
        case
            when payload."transactionType" = '7' then 'refund'
            when payload."transactionType" = '3' and {{ read('amount', 'amount') }} < 0 then 'refund'
            when payload."transactionType" = '3' then 'in'
        end as direction,
        {{ sales_doctor_key('payload."client"', 'counterparty:') }} as counterparty_record_key,
        {{ sales_doctor_key('payload."agent"') }} as responsible_user_key,
        coalesce(
            {{ sales_doctor_key('payload."paymentType"', 'payment:') }}, _source || ':usual'
        ) as currency_key,
        cast(abs({{ read('amount', 'amount', noted) }}) as decimal(18, 2)) as amount,
        payload."comment" as purpose,
        true as is_active,
        order_lines,
        coalesce(list_sum(list_transform(order_lines, lambda line: line.amount)), 0) as split_amount,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload."orders"', 'orders', {'amount': 'amount'}) }}
            ),
            ''
        ) as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from split_record
)

select
    * exclude (place, order_lines, split_amount),
    -- What is not split over orders is a line of its own, so that the lines sum to the payment.
    list_concat(
        coalesce(
            list_transform(
                order_lines,
                lambda line: struct_pack(
                    line_number := line.line_number,
                    order_key := line.order_key,
                    amount := cast(case when split_amount < 0 then -line.amount else line.amount end as decimal(18, 2))
                )
            ),
            []
        ),
        case
            when abs(split_amount) <> amount
                then [
                    struct_pack(
                        line_number := cast(coalesce(len(order_lines), 0) + 1 as bigint),
                        order_key := cast(null as text),
                        amount := cast(amount - abs(split_amount) as decimal(18, 2))
                    )
                ]
            else []
        end
    ) as lines
from payment_version
where place = 1
