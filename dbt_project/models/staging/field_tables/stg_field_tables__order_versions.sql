{{ config(unique_key='version_key') }}

{# What was refused at the door is not owed. The whole is due on one day. #}

with record as (
    {{ landed_records('field_tables', 'orders', {
        'order_id': 'VARCHAR',
        'order_date': 'VARCHAR',
        'ship_date': 'VARCHAR',
        'due_date': 'VARCHAR',
        'amount': 'VARCHAR',
        'returned_amount': 'VARCHAR',
        'currency': 'VARCHAR',
        '_client_code': 'VARCHAR',
        '_agent_code': 'VARCHAR',
        '_is_shipped': 'VARCHAR',
        '_is_cancelled': 'VARCHAR',
    }) }}
),

order_version as (
    {%- set noted = [] %}
    {%- do noted.append(['returned_amount', 'payload."returned_amount"', 'amount']) %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as order_key,
        _source as source,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."order_id") as order_number,
        {{ read('order_date', 'local_time', noted) }} as ordered_at,
        {{ reference_key('payload."_client_code"', 'counterparty:') }} as counterparty_record_key,
        {{ reference_key('payload."_agent_code"') }} as manager_user_key,
        {{ reference_key('payload."currency"') }} as currency_key,
        payload."currency" as currency_code,
        cast(
            {{ read('amount', 'amount', noted) }}
            - {{ value_of(or_nothing('payload."returned_amount"'), 'amount') }} as decimal(18, 2)
        ) as amount,
        coalesce(payload."_is_cancelled" = 'false', false) as is_active,
        coalesce(payload."_is_shipped" = 'true' and payload."_is_cancelled" = 'false', false) as is_shipped,
        coalesce({{ read('ship_date', 'local_time', noted) }}, {{ read('order_date', 'local_time') }}) as sold_at,
        case when is_shipped then sold_at end as shipped_at,
        cast([] as {{ field_values_type() }}) as field_values,
        coalesce(
            {{ read('due_date', 'day', noted) }},
            cast(coalesce(payload."ship_date", payload."order_date") as date)
        ) as due_date,
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
