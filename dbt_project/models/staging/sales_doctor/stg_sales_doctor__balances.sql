{{ config(unique_key='version_key') }}

{# What clients owe is told of the moment of asking only: every reading stays. #}

with record as (
    {{ landed_records('sales_doctor', 'balances', {
        'balance': 'VARCHAR',
        'by-currency': [{'currency_id': 'VARCHAR', 'amount': 'VARCHAR'}],
    }) }}
),

balance as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        _source as source,
        _observed_at as observed_at,
        {{ reference_key('_key', 'counterparty:') }} as counterparty_record_key,
        {{ read('balance', 'amount', noted) }} as balance_amount,
        list_transform(
            payload."by-currency",
            lambda part: struct_pack(
                currency_id := lower(part."currency_id"),
                amount := {{ value_of('part."amount"', 'amount') }}
            )
        ) as parts,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload."by-currency"', 'by-currency', {'amount': 'amount'}) }}
            ),
            ''
        ) as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
    where _op = 'upsert'
)

select * exclude (place)
from balance
where place = 1
