{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('unisender', 'campaigns', {
        'subject': 'VARCHAR',
        'status': 'VARCHAR',
        'start_time': 'VARCHAR',
        'counters': {
            'total': 'VARCHAR',
            'sent': 'VARCHAR',
            'delivered': 'VARCHAR',
            'read_unique': 'VARCHAR',
            'read_all': 'VARCHAR',
            'clicked_unique': 'VARCHAR',
            'clicked_all': 'VARCHAR',
            'unsubscribed': 'VARCHAR',
            'spam': 'VARCHAR',
        },
    }) }}
),

mailing_version as (
    {%- set noted = [] %}
    select
        {{ own_key() }} || '@' || _batch_id as version_key,
        {{ own_key() }} as campaign_key,
        _source as source,
        _observed_at as observed_at,
        -- A campaign to telephones has no subject.
        coalesce(nullif(trim(payload.subject), ''), _key) as campaign_name,
        payload.status as campaign_status,
        -- One that was cancelled, or is in a state that nobody knows, has begun if letters left.
        payload.status in ('in_progress', 'analysed', 'completed', 'stopped')
        or coalesce({{ read('counters.sent', 'whole_number') }} > 0, false) as is_begun,
        {{ read('start_time', 'utc_time', noted) }} as started_at,
        {{ read('counters.total', 'whole_number', noted) }} as recipients_count,
        {{ read('counters.sent', 'whole_number', noted) }} as sent_count,
        {{ read('counters.delivered', 'whole_number', noted) }} as delivered_count,
        {{ read('counters.read_unique', 'whole_number', noted) }} as opened_count,
        {{ read('counters.read_all', 'whole_number', noted) }} as opens_count,
        {{ read('counters.clicked_unique', 'whole_number', noted) }} as clicked_count,
        {{ read('counters.clicked_all', 'whole_number', noted) }} as clicks_count,
        {{ read('counters.unsubscribed', 'whole_number', noted) }} as unsubscribed_count,
        {{ read('counters.spam', 'whole_number', noted) }} as complaints_count,
        {{ unreadable(noted) }} as _unreadable,
        _source,
        _stream,
        _key,
        _position,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select * exclude (place)
from mailing_version
where place = 1
