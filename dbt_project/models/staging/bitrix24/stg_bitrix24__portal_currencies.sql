{{ config(unique_key='currency_key') }}

with record as (
    {{ newest_records('bitrix24', 'currencies', {
        'AMOUNT': 'VARCHAR',
        'AMOUNT_CNT': 'VARCHAR',
        'BASE': 'VARCHAR',
    }) }}
),

currency as (
    select
        {{ own_key() }} as currency_key,
        _source as source,
        _key as currency_code,
        {{ read('AMOUNT', 'rate') }} as amount_in_base,
        {{ read('AMOUNT_CNT', 'rate') }} as units,
        coalesce({{ read('BASE', 'flag') }}, false) as is_base,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('currency', 'currency_key', 'bitrix24', 'currencies') }}
