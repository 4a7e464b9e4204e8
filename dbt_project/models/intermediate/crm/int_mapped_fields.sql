{# fields.csv names a custom field by id, code or name; cards carry ids. #}

with definition_name as (
    {{ named_fields() }}
),

mapped_field as (
    select
        mapping_row.source,
        mapping_row.entity,
        mapping_row.meaning,
        coalesce(definition_name.field_id, mapping_row.field) as field_id,
        mapping_row.file_row
    from {{ ref('int_field_meanings') }} as mapping_row
    left join definition_name
        on
            mapping_row.source = definition_name.source
            and mapping_row.entity = definition_name.entity
            and lower(mapping_row.field) = definition_name.field_name

    union all

    -- Fields made for UTM marks say so themselves; a mapping is needed only where marks stand elsewhere.
    select
        definition.source,
        definition.entity,
        lower(definition.field_code) as meaning,
        definition.field_id,
        cast(null as bigint) as file_row
    from {{ ref('int_vendor_field_definitions') }} as definition
    left join {{ ref('int_field_meanings') }} as mapping_row
        on
            definition.source = mapping_row.source
            and definition.entity = mapping_row.entity
            and lower(definition.field_code) = mapping_row.meaning
    where
        definition.entity = 'lead'
        and lower(definition.field_code) in ('utm_source', 'utm_medium', 'utm_campaign')
        and mapping_row.meaning is null
)

select
    source,
    entity,
    meaning,
    field_id,
    coalesce(min(file_row), 0) as priority
from mapped_field
group by
    source,
    entity,
    meaning,
    field_id
