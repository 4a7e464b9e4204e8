{{ config(unique_key='item_key') }}

with record as (
    {{ newest_records('onec', 'item_keys', {'Номенклатура_Key': 'VARCHAR'}) }}
),

item_key as (
    select
        {{ own_key() }} as item_key,
        _source as source,
        {{ reference_key('payload."Номенклатура_Key"') }} as product_key,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

-- The register keeps keys that the catalogue has lost.
{{ current_version('item_key', 'item_key') }}
