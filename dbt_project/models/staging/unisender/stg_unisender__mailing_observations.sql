{{ config(unique_key='observation_key') }}

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

mailing_observation as (
    select
        {{ own_key() }} || '@' || _batch_id as observation_key,
        {{ own_key() }} as campaign_key,
        _source as source,
        _observed_at as observed_at,
        -- A campaign to telephones has no subject.
        coalesce(nullif(trim(payload.subject), ''), _key) as campaign_name,
        payload.status as campaign_status,
        payload.status in ('in_progress', 'analysed', 'completed', 'stopped') as is_begun,
        -- Times are UTC.
        try_cast(payload.start_time as timestamp) as started_at,
        {{ read('counters.total', 'whole_number') }} as recipients_count,
        {{ read('counters.sent', 'whole_number') }} as sent_count,
        {{ read('counters.delivered', 'whole_number') }} as delivered_count,
        {{ read('counters.read_unique', 'whole_number') }} as opened_count,
        {{ read('counters.read_all', 'whole_number') }} as opens_count,
        {{ read('counters.clicked_unique', 'whole_number') }} as clicked_count,
        {{ read('counters.clicked_all', 'whole_number') }} as clicks_count,
        {{ read('counters.unsubscribed', 'whole_number') }} as unsubscribed_count,
        {{ read('counters.spam', 'whole_number') }} as complaints_count,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select
    observation_key,
    campaign_key,
    source,
    observed_at,
    campaign_name,
    campaign_status,
    is_begun,
    started_at,
    recipients_count,
    sent_count,
    delivered_count,
    opened_count,
    opens_count,
    clicked_count,
    clicks_count,
    unsubscribed_count,
    complaints_count
from mailing_observation
where place = 1
