{{ config(unique_key='currency_key') }}

with record as (
    {{ newest_records('moysklad', 'currencies', {'isoCode': 'VARCHAR', 'code': 'VARCHAR'}) }}
),

currency as (
    select
        {{ own_key() }} as currency_key,
        _source as source,
        -- The rouble before 1998 is still in some lists.
        case
            when payload."code" in ('643', '810') or upper(trim(payload."isoCode")) = 'RUR' then 'RUB'
            else upper(trim(payload."isoCode"))
        end as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('currency', 'currency_key', 'moysklad', 'currencies') }}
