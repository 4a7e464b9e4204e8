{# Fields that fields.csv gives a meaning, and whether anything that can be used has ever stood in one. #}

with card_value as (
    select
        source,
        'lead' as entity,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_leads') }}

    union all

    select
        source,
        record_type as entity,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_cards') }}

    union all

    select
        source,
        'order' as entity,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_order_versions') }}
),

loaded_entity as (
    select distinct
        source,
        entity
    from card_value
),

written_value as (
    select
        mapped_field.source,
        mapped_field.entity,
        mapped_field.meaning,
        mapped_field.priority as file_row,
        card_value.entry.field_value as written
    from card_value
    inner join {{ ref('int_mapped_fields') }} as mapped_field
        on
            card_value.source = mapped_field.source
            and card_value.entity = mapped_field.entity
            and card_value.entry.field_id = mapped_field.field_id
),

meant_value as (
    select
        source,
        entity,
        meaning,
        file_row,
        case
            when meaning = 'tax_id' then {{ normal_tax_id(field_part('written', 'vat_id', 'written')) }}
            when meaning = 'kpp' then {{ field_part('written', 'kpp', 'written') }}
            else written
        end as usable_value
    from written_value
),

fruitful_row as (
    select distinct
        source,
        entity,
        meaning,
        file_row
    from meant_value
    where trim(usable_value) <> ''
)

select
    mapping_row.source,
    mapping_row.entity,
    mapping_row.field,
    mapping_row.meaning
from {{ ref('int_field_meanings') }} as mapping_row
inner join loaded_entity
    on
        mapping_row.source = loaded_entity.source
        and mapping_row.entity = loaded_entity.entity
left join fruitful_row
    on
        mapping_row.source = fruitful_row.source
        and mapping_row.entity = fruitful_row.entity
        and mapping_row.meaning = fruitful_row.meaning
        and mapping_row.file_row = fruitful_row.file_row
where fruitful_row.source is null
