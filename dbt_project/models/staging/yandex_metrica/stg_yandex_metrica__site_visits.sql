{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('yandex_metrica', 'visits_by_utm', metrica_shape({'ym:s:visits': 'VARCHAR'})) }}
),

marks_day as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as marks_key,
        _source as source,
        try_cast(_day as date) as date_day,
        {{ metrica_mark('UTMSource') }} as utm_source,
        {{ metrica_mark('UTMMedium') }} as utm_medium,
        {{ metrica_mark('UTMCampaign') }} as utm_campaign,
        {{ read('ym:s:visits', 'whole_number', noted) }} as visits_count,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('marks_day') }}
