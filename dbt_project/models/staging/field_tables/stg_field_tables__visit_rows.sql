{{ config(unique_key='visit_key') }}

with record as (
    {{ newest_records('field_tables', 'visits', {
        'visit_date': 'VARCHAR',
        'planned': 'VARCHAR',
        'visited': 'VARCHAR',
        'start_time': 'VARCHAR',
        'end_time': 'VARCHAR',
        'gps_ok': 'VARCHAR',
        'photo': 'VARCHAR',
        'reject_reason': 'VARCHAR',
        'order_amount': 'VARCHAR',
        '_agent_code': 'VARCHAR',
        '_client_code': 'VARCHAR',
    }) }}
),

visit as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as visit_key,
        _source as source,
        {{ reference_key('payload."_agent_code"') }} as agent_user_key,
        {{ reference_key('payload."_client_code"', 'counterparty:') }} as counterparty_record_key,
        {{ read('visit_date', 'day', noted) }} as visit_date,
        {{ read('start_time', 'local_time', noted) }} as started_at,
        {{ read('end_time', 'local_time', noted) }} as ended_at,
        {{ read('planned', 'flag', noted) }} as is_planned,
        {{ read('visited', 'flag', noted) }} as is_made,
        nullif(trim(payload."reject_reason"), '') as reject_reason,
        coalesce({{ read('order_amount', 'amount', noted) }} > 0, false) as has_order,
        {{ read('order_amount', 'amount') }} as order_amount,
        cast(null as text) as currency_key,
        {{ read('gps_ok', 'flag', noted) }} as is_gps_confirmed,
        {{ read('photo', 'flag', noted) }} as has_photo,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('visit', 'visit_key') }}
