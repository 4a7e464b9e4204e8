{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('uis', 'calls', {
        'direction': 'VARCHAR',
        'start_time': 'VARCHAR',
        'is_lost': 'VARCHAR',
        'clean_talk_duration': 'VARCHAR',
        'talk_duration': 'VARCHAR',
        'contact_phone_number': 'VARCHAR',
        'virtual_phone_number': 'VARCHAR',
    }) }}
),

call_session as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as call_key,
        _source as source,
        _key as source_call_id,
        try_cast(_day as date) as date_day,
        case when payload.direction in ('in', 'out') then payload.direction end as direction,
        {{ read('start_time', 'local_time', noted) }} as started_at,
        -- Holds and transfers are no talk; an account without that figure has only the longer one.
        case
            when {{ read('is_lost', 'flag', noted) }} then 0
            else
                coalesce(
                    {{ read('clean_talk_duration', 'whole_number', noted) }},
                    {{ read('talk_duration', 'whole_number', noted) }},
                    0
                )
        end as talk_seconds,
        nullif(payload.contact_phone_number, '') as outer_phone,
        case when payload.direction = 'in' then nullif(payload.virtual_phone_number, '') end as line_number,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('call_session') }}
