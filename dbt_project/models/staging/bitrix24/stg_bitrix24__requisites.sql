{{ config(unique_key='requisite_key') }}

with record as (
    {{ newest_records('bitrix24', 'requisites', {
        'ENTITY_TYPE_ID': 'VARCHAR',
        'ENTITY_ID': 'VARCHAR',
        'RQ_INN': 'VARCHAR',
        'RQ_KPP': 'VARCHAR',
    }) }}
),

requisite as (
    select
        _source || ':requisite:' || _key as requisite_key,
        {{ bitrix24_owner_key('payload."ENTITY_TYPE_ID"', 'payload."ENTITY_ID"') }} as owner_key,
        nullif(trim(payload."RQ_INN"), '') as tax_id,
        nullif(trim(payload."RQ_KPP"), '') as tax_branch_id,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('requisite', 'requisite_key') }}
