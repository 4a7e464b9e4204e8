{{ config(unique_key='version_key') }}

{# What was refused at the door is not owed. The whole is due on the one day that an order names. #}

with record as (
    {{ landed_records('sales_doctor', 'orders', {
        'SD_id': 'VARCHAR',
        'invoiceNumber': 'VARCHAR',
        'dateCreate': 'VARCHAR',
        'dateDocument': 'VARCHAR',
        '_is_shipped': 'VARCHAR',
        'orderCreated': 'VARCHAR',
        'debtDateExp': 'VARCHAR',
        'totalSummaAfterDiscount': 'VARCHAR',
        'totalReturnsSumma': 'VARCHAR',
        'client': sales_doctor_names_shape(),
        'agent': sales_doctor_names_shape(),
        'paymentType': sales_doctor_names_shape(),
        'priceType': sales_doctor_names_shape(),
        '_is_cancelled': 'VARCHAR',
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
        coalesce(nullif(trim(payload."invoiceNumber"), ''), payload."SD_id") as order_number,
        coalesce(
            {{ read('dateCreate', 'local_time', noted) }}, {{ read('orderCreated', 'local_time', noted) }}
        ) as ordered_at,
        {{ sales_doctor_key('payload."client"', 'counterparty:') }} as counterparty_record_key,
        {{ sales_doctor_key('payload."agent"') }} as manager_user_key,
        coalesce(
            {{ sales_doctor_key('payload."paymentType"', 'payment:') }},
            {{ sales_doctor_key('payload."priceType"', 'price:') }},
            _source || ':usual'
        ) as currency_key,
        {%- do noted.append(['totalReturnsSumma', 'payload."totalReturnsSumma"', 'amount']) %}
        cast(
            {{ read('totalSummaAfterDiscount', 'amount', noted) }}
            - {{ value_of(or_nothing('payload."totalReturnsSumma"'), 'amount') }} as decimal(18, 2)
        ) as amount,
        coalesce(payload."_is_cancelled" = 'false', false) as is_active,
        cast([] as {{ field_values_type() }}) as field_values,
        {{ read('debtDateExp', 'day', noted) }} as due_date,
        case
            when payload."_is_shipped" = 'true'
                then coalesce(
                    {{ read('dateDocument', 'local_time', noted) }}, {{ read('orderCreated', 'local_time', noted) }}
                )
        end as shipped_at,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select
    * exclude (place, due_date),
    case
        when due_date is not null
            then [struct_pack(line_number := cast(1 as bigint), due_date := due_date, planned_amount := amount)]
        else cast([] as struct(line_number bigint, due_date date, planned_amount decimal(18, 2))[])
    end as instalments
from order_version
where place = 1
