{{ config(unique_key='version_key') }}

with record as (
    {{ landed_records('amocrm', 'leads', {
        'price': 'VARCHAR',
        'price_with_minor_units': 'VARCHAR',
        'created_at': 'VARCHAR',
        'updated_at': 'VARCHAR',
        'custom_fields_values': amocrm_field_values_shape(),
    }) }}
)

select
    {{ own_key() }} || '@' || _position as version_key,
    {{ own_key() }} as card_key,
    {{ own_key() }} as lead_key,
    _source as source,
    {{ read('created_at', 'epoch') }} as created_at,
    coalesce({{ read('updated_at', 'epoch') }}, _observed_at) as changed_at,
    _observed_at as observed_at,
    coalesce({{ read('price_with_minor_units', 'amount') }}, {{ read('price', 'amount') }}) as amount,
    {{ amocrm_field_values('payload.custom_fields_values') }} as field_values
from record
where _op = 'upsert'
