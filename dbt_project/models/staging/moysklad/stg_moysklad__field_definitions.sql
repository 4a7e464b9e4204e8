{{ config(unique_key='field_key') }}

with record as (
    {{ newest_records('moysklad', 'order_attributes', {'name': 'VARCHAR'}) }}
),

field_definition as (
    select
        {{ own_key() }} as field_key,
        _source as source,
        'order' as entity,
        _key as field_id,
        cast(null as text) as field_code,
        payload."name" as field_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('field_definition', 'field_key') }}
