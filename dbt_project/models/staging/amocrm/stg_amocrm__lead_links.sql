{{ config(unique_key='lead_key') }}

with record as (
    {{ newest_records('amocrm', 'lead_links', {
        'links': [{
            'to_entity_id': 'VARCHAR',
            'to_entity_type': 'VARCHAR',
            'metadata': {'main_contact': 'VARCHAR'},
        }],
    }) }}
),

lead_link as (
    select
        {{ own_key() }} as lead_key,
        _source as source,
        list_transform(
            list_filter(payload.links, lambda link: link.to_entity_type in ('contacts', 'companies')),
            lambda link: struct_pack(
                record_key := _source
                || case link.to_entity_type when 'contacts' then ':contact:' else ':company:' end
                || link.to_entity_id,
                record_type := case link.to_entity_type when 'contacts' then 'contact' else 'company' end,
                is_main := coalesce(try_cast(link.metadata.main_contact as boolean), false)
            )
        ) as linked_records,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('lead_link', 'lead_key') }}
