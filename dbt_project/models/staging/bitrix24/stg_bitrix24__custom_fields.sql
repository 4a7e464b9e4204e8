{{ config(unique_key='field_key') }}

with record as (
    {{ newest_records('bitrix24', ['lead_fields', 'deal_fields', 'contact_fields', 'company_fields'], {
        'FIELD_NAME': 'VARCHAR',
        'XML_ID': 'VARCHAR',
        'USER_TYPE_ID': 'VARCHAR',
        'EDIT_FORM_LABEL': 'VARCHAR',
        'LIST': [{'ID': 'VARCHAR', 'VALUE': 'VARCHAR'}],
    }) }}
),

custom_field as (
    select
        _source || ':' || _stream || ':' || _key as field_key,
        _source as source,
        -- A deal is the same enquiry as its lead: their fields are one entity's.
        case replace(_stream, '_fields', '') when 'deal' then 'lead' else replace(_stream, '_fields', '') end as entity,
        payload."FIELD_NAME" as field_id,
        nullif(trim(payload."XML_ID"), '') as field_code,
        nullif(trim(payload."EDIT_FORM_LABEL"), '') as field_name,
        case when payload."USER_TYPE_ID" = 'enumeration' then payload."LIST" end as options,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

-- A deleted field still names the values that cards keep.
{{ current_version('custom_field', 'field_key') }}
