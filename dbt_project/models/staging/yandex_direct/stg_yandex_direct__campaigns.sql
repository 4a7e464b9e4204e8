{{ config(unique_key='campaign_key') }}

with record as (
    {{ newest_records('yandex_direct', 'campaigns', {
        'Name': 'VARCHAR',
        'Type': 'VARCHAR',
        'State': 'VARCHAR',
        'Currency': 'VARCHAR',
    }) }}
),

campaign as (
    select
        {{ own_key() }} as campaign_key,
        _source as source,
        _key as campaign_id,
        payload."Name" as campaign_name,
        payload."Type" as campaign_type,
        payload."State" as campaign_state,
        upper(trim(payload."Currency")) as currency_code,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('campaign', 'campaign_key', 'yandex_direct', 'campaigns') }}
