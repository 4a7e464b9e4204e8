{{ config(unique_key='version_key') }}

{# Money came with a payment and went back with a refund; a debt that was written off is no money. #}

with record as (
    {{ landed_records('field_tables', 'payments', {
        'payment_id': 'VARCHAR',
        'payment_date': 'VARCHAR',
        'amount': 'VARCHAR',
        'currency': 'VARCHAR',
        'kind': 'VARCHAR',
        '_client_code': 'VARCHAR',
        '_agent_code': 'VARCHAR',
        '_order_id': 'VARCHAR',
        '_payment_type': 'VARCHAR',
    }) }}
),

payment_version as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as payment_key,
        _source as source,
        -- How it was paid is its payment type: payment_forms.csv names these.
        coalesce(nullif(payload."_payment_type", ''), _stream) as document_stream,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."payment_id") as document_number,
        {{ read('payment_date', 'local_time', noted) }} as paid_at,
        case payload."kind" when 'payment' then 'in' when 'refund' then 'refund' end as direction,
        {{ reference_key('payload."_client_code"', 'counterparty:') }} as counterparty_record_key,
        {{ reference_key('payload."_agent_code"') }} as responsible_user_key,
        {{ reference_key('payload."currency"') }} as currency_key,
        payload."currency" as currency_code,
        {{ read('amount', 'amount', noted) }} as amount,
        cast(null as text) as purpose,
        true as is_active,
        {{ reference_key('payload."_order_id"') }} as order_key,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select
    * exclude (place, order_key),
    [struct_pack(line_number := cast(1 as bigint), order_key := order_key, amount := amount)] as lines
from payment_version
where place = 1
