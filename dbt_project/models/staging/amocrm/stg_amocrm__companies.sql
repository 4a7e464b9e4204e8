{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('amocrm', 'companies', {
        'name': 'VARCHAR',
        'responsible_user_id': 'VARCHAR',
        'created_at': 'VARCHAR',
        'is_deleted': 'VARCHAR',
        'custom_fields_values': amocrm_field_values_shape(),
        '_embedded': {'contacts': [{'id': 'VARCHAR'}]},
    }) }}
),

company as (
    {%- set noted = [] %}
    select
        _source || ':company:' || _key as record_key,
        'company' as record_type,
        _source as source,
        {{ read('created_at', 'epoch', noted) }} as created_at,
        true as is_legal_entity,
        payload.name as legal_name,
        {{ reference_key('payload.responsible_user_id') }} as responsible_user_key,
        {{ amocrm_values_of_code('payload.custom_fields_values', 'PHONE') }} as phones,
        {{ amocrm_values_of_code('payload.custom_fields_values', 'EMAIL') }} as emails,
        {{ amocrm_values_of_code('payload.custom_fields_values', 'ADDRESS') }} as addresses,
        cast(null as text) as tax_id,
        cast(null as text) as tax_branch_id,
        {{ amocrm_field_values('payload.custom_fields_values') }} as field_values,
        list_transform(
            payload._embedded.contacts,
            lambda contact: _source || ':contact:' || contact.id
        ) as linked_record_keys,
        coalesce({{ read('is_deleted', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('company', 'record_key') }}
