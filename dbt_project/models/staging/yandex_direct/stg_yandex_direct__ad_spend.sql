{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('yandex_direct', ['ad_report', 'ad_report_gross'], {
        'Impressions': 'VARCHAR',
        'Clicks': 'VARCHAR',
        'Cost': 'VARCHAR',
    }) }}
),

-- A report writes `--` for nothing.
numbered_record as (
    select
        {{ day_place_columns() }},
        struct_pack(
            "Impressions" := coalesce(nullif(payload."Impressions", '--'), '0'),
            "Clicks" := coalesce(nullif(payload."Clicks", '--'), '0'),
            "Cost" := coalesce(nullif(payload."Cost", '--'), '0')
        ) as payload
    from record
),

campaign_day as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as campaign_key,
        _source as source,
        try_cast(_day as date) as date_day,
        case _stream when 'ad_report' then 'net' else 'gross' end as vat_basis,
        {{ read('Impressions', 'whole_number', noted) }} as impressions_count,
        {{ read('Clicks', 'whole_number', noted) }} as clicks_count,
        -- Money is in millionths.
        cast({{ read('Cost', 'whole_number', noted) }} * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)) as amount,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from numbered_record
)

{{ current_days('campaign_day') }}
