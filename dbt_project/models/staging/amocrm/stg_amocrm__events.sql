{{ config(unique_key='event_key') }}

with record as (
    {{ newest_records('amocrm', 'events', {
        'type': 'VARCHAR',
        'entity_id': 'VARCHAR',
        'entity_type': 'VARCHAR',
        'created_at': 'VARCHAR',
        'created_by': 'VARCHAR',
        'value_before': [{
            'lead_status': {'id': 'VARCHAR', 'pipeline_id': 'VARCHAR'},
            'responsible_user': {'id': 'VARCHAR'},
        }],
        'value_after': [{
            'lead_status': {'id': 'VARCHAR', 'pipeline_id': 'VARCHAR'},
            'responsible_user': {'id': 'VARCHAR'},
        }],
    }) }}
),

event as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as event_key,
        _source as source,
        case
            when payload.type = 'lead_status_changed' then 'stage_changed'
            when payload.type = 'entity_responsible_changed' then 'responsible_changed'
            when payload.type in ('lead_deleted', 'contact_deleted', 'company_deleted', 'task_deleted') then 'deleted'
            when payload.type in ('lead_restored', 'contact_restored', 'company_restored') then 'restored'
            when payload.type = 'entity_merged' then 'merged'
            when payload.type = 'lead_added' then 'added'
            when payload.type = 'task_completed' then 'task_completed'
            when payload.type = 'outgoing_chat_message' then 'message_out'
            else 'other'
        end as event_type,
        payload.entity_type as record_type,
        _source
        || case payload.entity_type when 'lead' then ':' else ':' || payload.entity_type || ':' end
        || payload.entity_id as record_key,
        {{ read('created_at', 'epoch', noted) }} as happened_at,
        _source || ':' || payload.value_before[1].lead_status.pipeline_id
        || ':' || payload.value_before[1].lead_status.id as from_stage_key,
        _source || ':' || payload.value_after[1].lead_status.pipeline_id
        || ':' || payload.value_after[1].lead_status.id as to_stage_key,
        {{ reference_key('payload.value_before[1].responsible_user.id') }} as from_user_key,
        {{ reference_key('payload.value_after[1].responsible_user.id') }} as to_user_key,
        -- User 0 is a robot.
        {{ reference_key('payload.created_by') }} as author_user_key,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('event', 'event_key') }}
