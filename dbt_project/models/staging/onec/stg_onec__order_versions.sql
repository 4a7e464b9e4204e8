{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('onec', 'orders', {
        'Number': 'VARCHAR',
        'Date': 'VARCHAR',
        'Posted': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'Контрагент_Key': 'VARCHAR',
        'Менеджер_Key': 'VARCHAR',
        'Валюта_Key': 'VARCHAR',
        'СуммаДокумента': 'VARCHAR',
        'ДополнительныеРеквизиты': onec_attributes_shape(),
        'ЭтапыГрафикаОплаты': [{'LineNumber': 'VARCHAR', 'ДатаПлатежа': 'VARCHAR', 'СуммаПлатежа': 'VARCHAR'}],
    }) }}
),

order_version as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as order_key,
        _source as source,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        cast(null as timestamp) as shipped_at,
        trim(payload."Number") as order_number,
        {{ read('Date', 'local_time', noted) }} as ordered_at,
        {{ reference_key('payload."Контрагент_Key"', 'counterparty:') }} as counterparty_record_key,
        {{ reference_key('payload."Менеджер_Key"') }} as manager_user_key,
        {{ reference_key('payload."Валюта_Key"') }} as currency_key,
        {{ read('СуммаДокумента', 'amount', noted) }} as amount,
        coalesce({{ read('Posted', 'flag', noted) }}, false)
        and not coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_active,
        {{ onec_field_values('payload') }} as field_values,
        list_transform(
            payload."ЭтапыГрафикаОплаты",
            lambda line: struct_pack(
                line_number := {{ value_of('line."LineNumber"', 'whole_number') }},
                due_date := {{ value_of('line."ДатаПлатежа"', 'day') }},
                planned_amount := {{ value_of('line."СуммаПлатежа"', 'amount') }}
            )
        ) as instalments,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload.\"ЭтапыГрафикаОплаты\"', 'ЭтапыГрафикаОплаты', {
                    'ДатаПлатежа': 'day',
                    'СуммаПлатежа': 'amount',
                }) }}
            ),
            ''
        ) as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from order_version
where place = 1
