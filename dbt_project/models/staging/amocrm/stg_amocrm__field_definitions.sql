{{ config(unique_key='field_key') }}

with record as (
    {{ newest_records('amocrm', ['lead_custom_fields', 'contact_custom_fields', 'company_custom_fields'], {
        'code': 'VARCHAR',
        'name': 'VARCHAR',
    }) }}
),

field_definition as (
    select
        _source || ':' || _stream || ':' || _key as field_key,
        _source as source,
        replace(_stream, '_custom_fields', '') as entity,
        _key as field_id,
        payload.code as field_code,
        payload.name as field_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

-- A deleted field still names the values that cards keep.
{{ current_version('field_definition', 'field_key') }}
