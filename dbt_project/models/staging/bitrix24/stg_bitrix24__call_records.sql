{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('bitrix24', 'calls', {
        'PORTAL_USER_ID': 'VARCHAR',
        'PORTAL_NUMBER': 'VARCHAR',
        'PHONE_NUMBER': 'VARCHAR',
        'CALL_ID': 'VARCHAR',
        'EXTERNAL_CALL_ID': 'VARCHAR',
        'CALL_DURATION': 'VARCHAR',
        'CALL_START_DATE': 'VARCHAR',
        'CALL_FAILED_CODE': 'VARCHAR',
        'CRM_ENTITY_TYPE': 'VARCHAR',
        'CRM_ENTITY_ID': 'VARCHAR',
        'CRM_ACTIVITY_ID': 'VARCHAR',
        'CALL_TYPE': 'VARCHAR',
    }) }}
),

call_record as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as record_key,
        _source as source,
        try_cast(_day as date) as date_day,
        coalesce(nullif(trim(payload."CALL_ID"), ''), _key) as call_id,
        -- An exchange of another maker told the portal of this call, under its own id.
        nullif(trim(payload."EXTERNAL_CALL_ID"), '') as external_call_id,
        -- 1 from us, 2 and 3 to us, 4 a call back that a customer asked for, 5 an announcement.
        case payload."CALL_TYPE" when '1' then 'out' when '2' then 'in' when '3' then 'in' when '4' then 'out' end
            as direction,
        {{ read('CALL_START_DATE', 'instant', noted) }} as started_at,
        case
            when payload."CALL_FAILED_CODE" = '200' then coalesce({{ read('CALL_DURATION', 'whole_number', noted) }}, 0)
            else 0
        end as talk_seconds,
        payload."PHONE_NUMBER" as outer_phone,
        case when payload."CALL_TYPE" in ('2', '3') then payload."PORTAL_NUMBER" end as line_number,
        {{ reference_key('payload."PORTAL_USER_ID"') }} as user_key,
        {{ reference_key('payload."CRM_ACTIVITY_ID"') }} as activity_key,
        case payload."CRM_ENTITY_TYPE"
            when 'LEAD' then {{ bitrix24_owner_key("'1'", 'payload."CRM_ENTITY_ID"') }}
            when 'DEAL' then {{ bitrix24_owner_key("'2'", 'payload."CRM_ENTITY_ID"') }}
            when 'CONTACT' then {{ bitrix24_owner_key("'3'", 'payload."CRM_ENTITY_ID"') }}
            when 'COMPANY' then {{ bitrix24_owner_key("'4'", 'payload."CRM_ENTITY_ID"') }}
        end as owner_key,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
)

{{ current_days('call_record') }}
