with field_value as (
    select
        lead_key,
        source,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_leads') }}
),

meant_value as (
    select
        field_value.lead_key,
        mapped_field.meaning,
        trim(field_value.entry.field_value) as field_value,
        row_number() over (
            partition by field_value.lead_key, mapped_field.meaning
            order by mapped_field.priority nulls last, field_value.entry.field_value nulls last
        ) as place
    from field_value
    inner join {{ ref('int_mapped_fields') }} as mapped_field
        on
            field_value.source = mapped_field.source
            and field_value.entry.field_id = mapped_field.field_id
            and mapped_field.entity = 'lead'
    where trim(field_value.entry.field_value) <> ''
)

select
    lead_key,
    meaning,
    field_value
from meant_value
where place = 1
