{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('moysklad', 'orders', {
        'name': 'VARCHAR',
        'moment': 'VARCHAR',
        'applicable': 'VARCHAR',
        'deleted': 'VARCHAR',
        'agent': moysklad_reference_shape(),
        'owner': moysklad_reference_shape(),
        'rate': moysklad_rate_shape(),
        'sum': 'VARCHAR',
        'attributes': [{'id': 'VARCHAR', 'name': 'VARCHAR', 'value': 'VARCHAR'}],
    }) }}
),

order_document as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as order_key,
        _source as source,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."name") as order_number,
        {{ read('moment', 'local_time', noted) }} as ordered_at,
        {{ moysklad_counterparty_key('payload') }} as counterparty_record_key,
        {{ moysklad_key('payload."owner"') }} as manager_user_key,
        {{ moysklad_key('payload."rate"."currency"') }} as currency_key,
        {{ read('rate.value', 'rate', noted) }} as currency_rate,
        {%- do noted.append(['sum', 'payload."sum"', 'amount']) %}
        {{ moysklad_amount('payload."sum"') }} as amount,
        -- One in the recycle bin says when it was thrown there.
        coalesce({{ read('applicable', 'flag', noted) }}, false) and payload."deleted" is null as is_active,
        list_transform(
            payload."attributes",
            lambda attribute: struct_pack(
                field_id := attribute."id",
                field_code := cast(null as text),
                field_name := attribute."name",
                field_value := {{ moysklad_attribute_value('attribute') }}
            )
        ) as field_values,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from order_document
where place = 1
