{{ config(unique_key='owner_key') }}

with record as (
    {{ bitrix24_cards('deals', {
        'STAGE_ID': 'VARCHAR',
        'CATEGORY_ID': 'VARCHAR',
        'STAGE_SEMANTIC_ID': 'VARCHAR',
        'CURRENCY_ID': 'VARCHAR',
        'OPPORTUNITY': 'VARCHAR',
        'LEAD_ID': 'VARCHAR',
        'COMPANY_ID': 'VARCHAR',
        'CONTACT_ID': 'VARCHAR',
        'ASSIGNED_BY_ID': 'VARCHAR',
        'DATE_CREATE': 'VARCHAR',
        'DATE_MODIFY': 'VARCHAR',
        'MOVED_TIME': 'VARCHAR',
        'CLOSED': 'VARCHAR',
    }) }}
),

deal_card as (
    {%- set noted = [] %}
    select
        {{ bitrix24_owner_key("'2'", '_key') }} as owner_key,
        _source as source,
        nullif(nullif(payload."LEAD_ID", ''), '0') as lead_id,
        {{ read('DATE_CREATE', 'instant', noted) }} as created_at,
        {{ read('DATE_MODIFY', 'instant', noted) }} as updated_at,
        -- CLOSEDATE is a plan that anybody edits: a closed deal was closed when it was moved last.
        case when payload."CLOSED" = 'Y' then {{ read('MOVED_TIME', 'instant', noted) }} end as closed_at,
        {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
        _source || ':' || coalesce(payload."CATEGORY_ID", '0') as pipeline_key,
        {{ bitrix24_stage_key('coalesce(payload."CATEGORY_ID", \'0\')', 'payload."STAGE_ID"') }} as stage_key,
        payload."STAGE_SEMANTIC_ID" = 'F' as is_lost,
        {{ read('OPPORTUNITY', 'amount', noted) }} as amount,
        payload."CURRENCY_ID" as currency_code,
        {{ reference_key('payload."CONTACT_ID"', 'contact:') }} as contact_key,
        {{ reference_key('payload."COMPANY_ID"', 'company:') }} as company_key,
        {{ bitrix24_field_values('all_fields') }} as field_values,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('deal_card', 'owner_key') }}
