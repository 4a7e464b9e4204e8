{{ config(unique_key='version_key') }}

{%- set streams = ['payments_bank', 'payments_cash', 'payments_card', 'refunds_bank', 'refunds_cash'] %}

with record as (
    {{ landed_records('onec', streams, {
        'Number': 'VARCHAR',
        'Date': 'VARCHAR',
        'Posted': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'ХозяйственнаяОперация': 'VARCHAR',
        'Контрагент_Key': 'VARCHAR',
        'Ответственный_Key': 'VARCHAR',
        'Валюта_Key': 'VARCHAR',
        'СуммаДокумента': 'VARCHAR',
        'НазначениеПлатежа': 'VARCHAR',
        'РасшифровкаПлатежа': [{
            'LineNumber': 'VARCHAR',
            'Заказ': 'VARCHAR',
            'Заказ_Type': 'VARCHAR',
            'Сумма': 'VARCHAR',
        }],
    }) }}
),

payment_version as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as payment_key,
        _source as source,
        _stream as document_stream,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."Number") as document_number,
        {{ read('Date', 'local_time', noted) }} as paid_at,
        case payload."ХозяйственнаяОперация"
            when 'ПоступлениеОплатыОтКлиента' then 'in'
            when 'ВозвратОплатыКлиенту' then 'refund'
        end as direction,
        {{ reference_key('payload."Контрагент_Key"', 'counterparty:') }} as counterparty_record_key,
        {{ reference_key('payload."Ответственный_Key"') }} as responsible_user_key,
        {{ reference_key('payload."Валюта_Key"') }} as currency_key,
        {{ read('СуммаДокумента', 'amount', noted) }} as amount,
        payload."НазначениеПлатежа" as purpose,
        coalesce({{ read('Posted', 'flag', noted) }}, false)
        and not coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_active,
        list_transform(
            payload."РасшифровкаПлатежа",
            lambda line: struct_pack(
                line_number := {{ value_of('line."LineNumber"', 'whole_number') }},
                order_key := case
                    when line."Заказ_Type" = 'StandardODATA.Document_ЗаказКлиента'
                        then {{ reference_key('line."Заказ"') }}
                end,
                amount := {{ value_of('line."Сумма"', 'amount') }}
            )
        ) as lines,
        nullif(
            concat_ws(
                ';',
                {{ unreadable(noted) }}
                {{- unreadable_lines('payload.\"РасшифровкаПлатежа\"', 'РасшифровкаПлатежа', {'Сумма': 'amount'}) }}
            ),
            ''
        ) as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _stream, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from payment_version
where place = 1
