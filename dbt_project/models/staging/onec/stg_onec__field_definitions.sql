{{ config(unique_key='field_key') }}

with record as (
    {{ newest_records('onec', 'order_attributes', {'Description': 'VARCHAR', 'Имя': 'VARCHAR'}) }}
),

field_definition as (
    select
        {{ own_key() }} as field_key,
        _source as source,
        'order' as entity,
        _key as field_id,
        payload."Имя" as field_code,
        payload."Description" as field_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('field_definition', 'field_key') }}
