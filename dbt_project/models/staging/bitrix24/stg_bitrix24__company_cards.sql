{{ config(unique_key='record_key') }}

with record as (
    {{ bitrix24_cards('companies', bitrix24_party_shape()) }}
),

card as (
    {%- set noted = [] %}
    select
        _source || ':company:' || _key as record_key,
        {{ read('DATE_CREATE', 'instant', noted) }} as created_at,
        payload."TITLE" as title,
        {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
        {{ bitrix24_reached('payload."PHONE"') }} as phones,
        {{ bitrix24_reached('payload."EMAIL"') }} as emails,
        {{ bitrix24_field_values('all_fields') }} as field_values,
        {{ reference_key('payload."COMPANY_ID"', 'company:') }} as company_key,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('card', 'record_key') }}
