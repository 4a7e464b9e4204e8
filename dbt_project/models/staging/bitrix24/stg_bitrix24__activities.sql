{{ config(unique_key='activity_key') }}

with record as (
    {{ newest_records('bitrix24', 'activities', {
        'OWNER_ID': 'VARCHAR',
        'OWNER_TYPE_ID': 'VARCHAR',
        'TYPE_ID': 'VARCHAR',
        'PROVIDER_ID': 'VARCHAR',
        'DIRECTION': 'VARCHAR',
        'CREATED': 'VARCHAR',
        'LAST_UPDATED': 'VARCHAR',
        'START_TIME': 'VARCHAR',
        'END_TIME': 'VARCHAR',
        'DEADLINE': 'VARCHAR',
        'COMPLETED': 'VARCHAR',
        'RESPONSIBLE_ID': 'VARCHAR',
        'AUTHOR_ID': 'VARCHAR',
        'ORIGIN_ID': 'VARCHAR',
        'COMMUNICATIONS': [{'TYPE': 'VARCHAR', 'VALUE': 'VARCHAR'}],
    }) }}
),

activity as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as activity_key,
        _source as source,
        case
            when payload."TYPE_ID" = '1' then 'meeting'
            when payload."TYPE_ID" = '2' then 'call'
            when payload."TYPE_ID" = '4' then 'message'
            when payload."TYPE_ID" = '6' and payload."PROVIDER_ID" in (
                'CRM_SMS', 'CRM_EMAIL', 'CRM_NOTIFICATION', 'IMOPENLINES_SESSION', 'CRM_WHATSAPP'
            ) then 'message'
            else 'other'
        end as activity_type,
        -- In an activity 1 means to us; in call statistics it means from us.
        case payload."DIRECTION" when '1' then 'in' when '2' then 'out' end as direction,
        {{ bitrix24_owner_key('payload."OWNER_TYPE_ID"', 'payload."OWNER_ID"') }} as owner_key,
        {{ read('CREATED', 'instant', noted) }} as created_at,
        {{ read('LAST_UPDATED', 'instant', noted) }} as updated_at,
        {{ read('START_TIME', 'instant', noted) }} as started_at,
        {{ read('END_TIME', 'instant', noted) }} as ended_at,
        {{ read('DEADLINE', 'instant', noted) }} as due_at,
        coalesce({{ read('COMPLETED', 'flag', noted) }}, false) as is_completed,
        {{ reference_key('payload."RESPONSIBLE_ID"') }} as responsible_user_key,
        -- Nobody is the author of what a robot sends.
        coalesce(payload."AUTHOR_ID" in ('', '0'), false) as is_of_robot,
        regexp_replace(nullif(trim(payload."ORIGIN_ID"), ''), '^VI_', '') as call_id,
        payload."COMMUNICATIONS"[1]."VALUE" as reached,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('activity', 'activity_key') }}
