{{ config(unique_key='campaign_key') }}

with record as (
    {{ newest_records('vk_ads', 'ad_plans', {
        'name': 'VARCHAR',
        'objective': 'VARCHAR',
        'status': 'VARCHAR',
    }) }}
),

campaign as (
    select
        {{ own_key() }} as campaign_key,
        _source as source,
        _key as campaign_id,
        payload."name" as campaign_name,
        payload.objective as campaign_type,
        payload.status as campaign_state,
        -- A plan does not name its currency: it is the account's.
        cast(null as text) as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('campaign', 'campaign_key', 'vk_ads', 'ad_plans') }}
