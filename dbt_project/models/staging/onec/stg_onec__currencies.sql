{{ config(unique_key='currency_key') }}

with record as (
    {{ newest_records('onec', 'currencies', {'Code': 'VARCHAR', 'Description': 'VARCHAR'}) }}
),

currency as (
    select
        {{ own_key() }} as currency_key,
        _source as source,
        -- The catalogue's code is the numeric one; the name is the letter code wherever nobody renamed it.
        case
            when upper(trim(payload."Description")) in ('RUB', 'USD', 'EUR', 'CNY', 'KZT', 'BYN', 'AED', 'TRY')
                then upper(trim(payload."Description"))
            when payload."Code" in ('643', '810') then 'RUB'
            when payload."Code" = '840' then 'USD'
            when payload."Code" = '978' then 'EUR'
            when payload."Code" = '156' then 'CNY'
            when payload."Code" = '398' then 'KZT'
            when payload."Code" = '933' then 'BYN'
            else upper(trim(payload."Description"))
        end as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('currency', 'currency_key', 'onec', 'currencies') }}
