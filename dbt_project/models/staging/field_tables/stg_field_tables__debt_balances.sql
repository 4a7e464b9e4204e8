{{ config(unique_key='balance_key') }}

with record as (
    {{ newest_records('field_tables', 'debts', {
        'as_of': 'VARCHAR',
        'debt': 'VARCHAR',
        'currency': 'VARCHAR',
        '_client_code': 'VARCHAR',
    }) }}
),

debt_balance as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as balance_key,
        _source as source,
        {{ reference_key('payload."_client_code"', 'counterparty:') }} as counterparty_record_key,
        {{ read('as_of', 'day', noted) }} as balance_date,
        _observed_at as observed_at,
        {{ reference_key('payload."currency"') }} as currency_key,
        payload."currency" as currency_code,
        {{ read('debt', 'amount', noted) }} as amount,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('debt_balance', 'balance_key') }}
