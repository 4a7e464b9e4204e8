{{ config(unique_key='observation_key') }}

with record as (
    {{ landed_records('bitrix24', 'activities', {
        'TYPE_ID': 'VARCHAR',
        'COMPLETED': 'VARCHAR',
        'LAST_UPDATED': 'VARCHAR',
    }) }}
)

select
    _source || ':task:activity.' || _key as task_key,
    _source || ':task:activity.' || _key || '@' || _position as observation_key,
    coalesce({{ read('LAST_UPDATED', 'instant') }}, _observed_at) as updated_at,
    coalesce(payload."COMPLETED" = 'Y', false) as is_completed,
    _source,
    _position
from record
where
    _op = 'upsert'
    and payload."TYPE_ID" = '1'
