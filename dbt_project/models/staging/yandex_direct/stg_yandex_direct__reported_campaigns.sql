{{ config(unique_key='reported_campaign_key') }}

with record as (
    {{ newest_records('yandex_direct', ['ad_report', 'ad_report_gross'], {
        'CampaignName': 'VARCHAR',
        'CampaignType': 'VARCHAR',
    }) }}
),

-- The list does not know every kind of campaign; a report names whatever has cost money, restated days included.
reported_campaign as (
    select
        _source || ':' || _stream || ':' || _key as reported_campaign_key,
        {{ own_key() }} as campaign_key,
        _source as source,
        _key as campaign_id,
        payload."CampaignName" as campaign_name,
        payload."CampaignType" as campaign_type,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('reported_campaign', 'reported_campaign_key') }}
