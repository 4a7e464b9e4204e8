{{ config(unique_key='rate_key') }}

with record as (
    {{ newest_records('onec', 'currency_rates', {
        'Period': 'VARCHAR',
        'Валюта_Key': 'VARCHAR',
        'Курс': 'VARCHAR',
        'Кратность': 'VARCHAR',
        'КурсЧислитель': 'VARCHAR',
        'КурсЗнаменатель': 'VARCHAR',
    }) }}
),

currency_rate as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as rate_key,
        _source as source,
        {{ reference_key('payload."Валюта_Key"') }} as currency_key,
        {{ read('Period', 'day', noted) }} as rate_date,
        -- Newer releases write a fraction.
        coalesce({{ read('Курс', 'rate', noted) }}, {{ read('КурсЧислитель', 'rate', noted) }}) as rate,
        coalesce(
            {{ read('Кратность', 'whole_number', noted) }}, {{ read('КурсЗнаменатель', 'whole_number', noted) }}, 1
        ) as multiplicity,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('currency_rate', 'rate_key', 'onec', 'currency_rates') }}
