{{ config(unique_key='currency_key') }}

{# A payment type, or a price type, is of a currency; which, the connector has found out. #}

with record as (
    {{ newest_records('sales_doctor', 'currencies', {'_currency': 'VARCHAR'}) }}
),

currency as (
    select
        {{ own_key() }} as currency_key,
        _source as source,
        -- One that nobody knows is none that has a rate.
        coalesce(payload."_currency", 'XXX') as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('currency', 'currency_key', 'sales_doctor', 'currencies') }}
