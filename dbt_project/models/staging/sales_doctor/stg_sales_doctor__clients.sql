{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('sales_doctor', 'clients', {
        'name': 'VARCHAR',
        'firmName': 'VARCHAR',
        'address': 'VARCHAR',
        'tel': 'VARCHAR',
        'inn': 'VARCHAR',
        'lat': 'VARCHAR',
        'lon': 'VARCHAR',
    }) }}
),

client as (
    {%- set noted = [] %}
    select
        _source || ':counterparty:' || _key as record_key,
        'counterparty' as record_type,
        _source as source,
        -- The card is made when an agent first comes by: a customer is known since he was first seen.
        cast(null as timestamp) as created_at,
        {{ is_tax_number_of_a_firm('payload."inn"') }} as is_legal_entity,
        coalesce(nullif(trim(payload."firmName"), ''), trim(payload."name")) as legal_name,
        cast(null as text) as responsible_user_key,
        {{ split_text("replace(payload.\"tel\", ';', ',')", ',') }} as phones,
        cast([] as text[]) as emails,
        list_filter([payload."address"], lambda address: address <> '') as addresses,
        nullif(trim(payload."inn"), '') as tax_id,
        cast(null as text) as tax_branch_id,
        cast([] as {{ field_values_type() }}) as field_values,
        cast([] as text[]) as linked_record_keys,
        -- A client who is switched off has bought all the same.
        false as is_marked_deleted,
        nullif({{ read('lat', 'rate', noted) }}, 0) as latitude,
        nullif({{ read('lon', 'rate', noted) }}, 0) as longitude,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('client', 'record_key', 'sales_doctor', 'clients') }}
