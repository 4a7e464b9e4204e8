select
    calls.call_key,
    calls.source,
    calls.origin,
    calls.direction,
    calls.started_at,
    calls.started_date,
    calls.talk_seconds,
    calls.is_answered,
    calls.is_missed,
    missed.is_recalled,
    missed.recalled_at,
    calls.employee_key,
    {{ employee_columns('calls') }},
    calls.customer_key,
    calls.line_number,
    lines.channel_key as line_channel_key,
    channels.channel_name as line_channel_name
from {{ ref('int_conversations') }} as calls
left join {{ ref('int_missed_calls') }} as missed
    on calls.call_key = missed.call_key
left join {{ ref('int_tracked_lines') }} as lines
    on
        calls.source = lines.source
        and calls.line_number = lines.line_number
left join {{ ref('dim_channel') }} as channels
    on lines.channel_key = channels.channel_key
{{ join_employee('calls', 'calls.started_date') }}
