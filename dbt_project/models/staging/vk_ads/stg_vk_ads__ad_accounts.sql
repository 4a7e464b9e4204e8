{{ config(unique_key='ad_account_key') }}

with record as (
    {{ newest_records('vk_ads', 'user', {'currency': 'VARCHAR'}) }}
),

ad_account as (
    select
        {{ own_key() }} as ad_account_key,
        _source as source,
        upper(trim(payload.currency)) as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('ad_account', 'ad_account_key', 'vk_ads', 'user') }}
