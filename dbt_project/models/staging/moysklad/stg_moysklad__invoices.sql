{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('moysklad', 'invoices', {
        'name': 'VARCHAR',
        'moment': 'VARCHAR',
        'applicable': 'VARCHAR',
        'deleted': 'VARCHAR',
        'customerOrder': moysklad_reference_shape(),
        'paymentPlannedMoment': 'VARCHAR',
        'sum': 'VARCHAR',
    }) }}
),

invoice as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as document_key,
        _source as source,
        _observed_at as observed_at,
        _op = 'delete' as is_vanished,
        trim(payload."name") as invoice_number,
        {{ read('moment', 'local_time', noted) }} as invoiced_at,
        {{ moysklad_key('payload."customerOrder"') }} as order_key,
        {{ read('paymentPlannedMoment', 'day', noted) }} as due_date,
        {%- do noted.append(['sum', 'payload."sum"', 'amount']) %}
        {{ moysklad_amount('payload."sum"') }} as amount,
        -- One in the recycle bin says when it was thrown there.
        coalesce({{ read('applicable', 'flag', noted) }}, false) and payload."deleted" is null as is_active,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from invoice
where place = 1
