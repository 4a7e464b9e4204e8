{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('mango_office', 'calls', {
        'entry_id': 'VARCHAR',
        'context_type': 'VARCHAR',
        'caller_number': 'VARCHAR',
        'called_number': 'VARCHAR',
        'context_start_time': 'VARCHAR',
        'talk_duration': 'VARCHAR',
        'context_calls': 'JSON',
    }) }}
),

legged_record as (
    select
        {{ day_place_columns() }},
        payload,
        {{ mango_legs('payload.context_calls') }} as legs
    from record
),

call as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as call_key,
        _source as source,
        _key as source_call_id,
        try_cast(_day as date) as date_day,
        case payload.context_type when '1' then 'in' when '2' then 'out' when '3' then 'internal' end as direction,
        {{ read('context_start_time', 'epoch', noted) }} as started_at,
        coalesce({{ read('talk_duration', 'whole_number', noted) }}, 0) as talk_seconds,
        case payload.context_type when '1' then payload.caller_number when '2' then payload.called_number end
            as outer_phone,
        case payload.context_type when '1' then payload.called_number end as line_number,
        {{ mango_user_legs('legs') }} as legs, -- noqa: PRS
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from legged_record
)

{{ current_days('call') }}
