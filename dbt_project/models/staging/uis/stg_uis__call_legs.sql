{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('uis', 'call_legs', {
        'call_session_id': 'VARCHAR',
        'start_time': 'VARCHAR',
        'duration': 'VARCHAR',
        'is_talked': 'VARCHAR',
        'employee_id': 'VARCHAR',
    }) }}
),

call_leg as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as leg_key,
        try_cast(_key as bigint) as leg_number,
        {{ reference_key('payload.call_session_id') }} as call_key,
        {{ reference_key('payload.employee_id') }} as pbx_user_key,
        {{ read('start_time', 'local_time', noted) }} as started_at,
        case
            when {{ read('is_talked', 'flag', noted) }} then coalesce({{ read('duration', 'whole_number', noted) }}, 0)
            else 0
        end as talk_seconds,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('call_leg') }}
