{# What the cards of a customer say in the fields that fields.csv gives a meaning. #}

with field_value as (
    select
        record_key,
        record_type,
        source,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_cards') }}
)

select
    customer_record.customer_key,
    mapped_field.meaning,
    field_value.record_key,
    trim(field_value.entry.field_value) as field_value,
    row_number() over (
        partition by customer_record.customer_key, mapped_field.meaning
        order by
            field_value.record_key nulls last,
            mapped_field.priority nulls last,
            trim(field_value.entry.field_value) nulls last
    ) as place
from field_value
inner join {{ ref('int_mapped_fields') }} as mapped_field
    on
        field_value.source = mapped_field.source
        and field_value.record_type = mapped_field.entity
        and field_value.entry.field_id = mapped_field.field_id
inner join {{ ref('int_customer_records') }} as customer_record
    on field_value.record_key = customer_record.record_key
where trim(field_value.entry.field_value) <> ''
