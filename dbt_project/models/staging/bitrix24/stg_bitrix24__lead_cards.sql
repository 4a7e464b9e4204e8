{{ config(unique_key='owner_key') }}

with record as (
    {{ bitrix24_cards('leads', {
        'STATUS_ID': 'VARCHAR',
        'STATUS_SEMANTIC_ID': 'VARCHAR',
        'CURRENCY_ID': 'VARCHAR',
        'OPPORTUNITY': 'VARCHAR',
        'COMPANY_ID': 'VARCHAR',
        'CONTACT_ID': 'VARCHAR',
        'ASSIGNED_BY_ID': 'VARCHAR',
        'DATE_CREATE': 'VARCHAR',
        'DATE_MODIFY': 'VARCHAR',
        'DATE_CLOSED': 'VARCHAR',
    }) }}
),

lead_card as (
    {%- set noted = [] %}
    select
        {{ bitrix24_owner_key("'1'", '_key') }} as owner_key,
        _source as source,
        {{ read('DATE_CREATE', 'instant', noted) }} as created_at,
        {{ read('DATE_MODIFY', 'instant', noted) }} as updated_at,
        {{ read('DATE_CLOSED', 'instant', noted) }} as closed_at,
        {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
        _source || ':lead' as pipeline_key,
        {{ bitrix24_stage_key("'lead'", 'payload."STATUS_ID"') }} as stage_key,
        payload."STATUS_SEMANTIC_ID" = 'F' as is_lost,
        {{ read('OPPORTUNITY', 'amount', noted) }} as amount,
        payload."CURRENCY_ID" as currency_code,
        {{ reference_key('payload."CONTACT_ID"', 'contact:') }} as contact_key,
        {{ reference_key('payload."COMPANY_ID"', 'company:') }} as company_key,
        {{ bitrix24_field_values('all_fields') }} as field_values,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('lead_card', 'owner_key') }}
