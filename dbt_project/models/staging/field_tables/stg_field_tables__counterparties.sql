{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('field_tables', 'clients', {
        'client_name': 'VARCHAR',
        'legal_name': 'VARCHAR',
        'inn': 'VARCHAR',
        'region': 'VARCHAR',
        'city': 'VARCHAR',
        'lat': 'VARCHAR',
        'lon': 'VARCHAR',
    }) }}
),

counterparty as (
    {%- set noted = [] %}
    select
        _source || ':counterparty:' || _key as record_key,
        'counterparty' as record_type,
        _source as source,
        -- Nobody writes when a client was met: he is known since the tables first named him.
        cast(null as timestamp) as created_at,
        {{ is_tax_number_of_a_firm('payload."inn"') }} as is_legal_entity,
        coalesce(nullif(trim(payload."legal_name"), ''), trim(payload."client_name")) as legal_name,
        cast(null as text) as responsible_user_key,
        cast([] as text[]) as phones,
        cast([] as text[]) as emails,
        list_filter(
            [concat_ws(', ', nullif(trim(payload."region"), ''), nullif(trim(payload."city"), ''))],
            lambda address: address <> ''
        ) as addresses,
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

{{ current_version('counterparty', 'record_key') }}
