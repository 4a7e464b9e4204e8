{{ config(unique_key='lead_key') }}

with record as (
    {{ newest_records('amocrm', 'leads', {
        'price': 'VARCHAR',
        'price_with_minor_units': 'VARCHAR',
        'responsible_user_id': 'VARCHAR',
        'pipeline_id': 'VARCHAR',
        'status_id': 'VARCHAR',
        'loss_reason_id': 'VARCHAR',
        'created_at': 'VARCHAR',
        'updated_at': 'VARCHAR',
        'closed_at': 'VARCHAR',
        'is_deleted': 'VARCHAR',
        'custom_fields_values': amocrm_field_values_shape(),
        '_embedded': {
            'contacts': [{'id': 'VARCHAR', 'is_main': 'VARCHAR'}],
            'companies': [{'id': 'VARCHAR'}],
            'loss_reason': 'JSON',
        },
    }) }}
),

lead as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as lead_key,
        _source as source,
        'lead' as card_kind,
        _key as source_record_id,
        {{ read('created_at', 'epoch', noted) }} as created_at,
        {{ read('updated_at', 'epoch', noted) }} as updated_at,
        {{ read('closed_at', 'epoch', noted) }} as closed_at,
        {{ reference_key('payload.responsible_user_id') }} as responsible_user_key,
        {{ reference_key('payload.pipeline_id') }} as pipeline_key,
        _source || ':' || payload.pipeline_id || ':' || payload.status_id as stage_key,
        -- `price` is cut to whole units.
        coalesce(
            {{ read('price_with_minor_units', 'amount', noted) }},
            {{ read('price', 'amount', noted) }}
        ) as amount,
        {{ reference_key('payload.loss_reason_id') }} as loss_reason_key,
        -- The vendor documents an object and sends a list.
        coalesce(
            payload._embedded.loss_reason ->> '$[0].name',
            payload._embedded.loss_reason ->> '$.name'
        ) as loss_reason_name,
        {{ amocrm_field_values('payload.custom_fields_values') }} as field_values,
        list_concat(
            list_transform(
                payload._embedded.contacts,
                lambda contact: struct_pack(
                    record_key := _source || ':contact:' || contact.id,
                    record_type := 'contact',
                    is_main := coalesce(try_cast(contact.is_main as boolean), false)
                )
            ),
            list_transform(
                payload._embedded.companies,
                lambda company: struct_pack(
                    record_key := _source || ':company:' || company.id,
                    record_type := 'company',
                    is_main := false
                )
            )
        ) as linked_records,
        coalesce({{ read('is_deleted', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('lead', 'lead_key') }}
