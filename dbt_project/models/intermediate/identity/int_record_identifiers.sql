with phone as (
    select
        record_key,
        {{ explode('phones') }} as typed
    from {{ ref('int_vendor_cards') }}
),

email as (
    select
        record_key,
        {{ explode('emails') }} as typed
    from {{ ref('int_vendor_cards') }}
),

field_value as (
    select
        record_key,
        record_type,
        source,
        {{ explode('field_values') }} as entry
    from {{ ref('int_vendor_cards') }}
),

typed_tax_id as (
    select
        record_key,
        tax_id as typed,
        tax_branch_id
    from {{ ref('int_vendor_cards') }}

    union all

    select
        field_value.record_key,
        field_value.entry.field_value as typed,
        cast(null as text) as tax_branch_id
    from field_value
    inner join {{ ref('int_mapped_fields') }} as mapped_field
        on
            field_value.source = mapped_field.source
            and field_value.record_type = mapped_field.entity
            and field_value.entry.field_id = mapped_field.field_id
            and mapped_field.meaning = 'tax_id'
),

identifier as (
    select
        record_key,
        'phone' as identifier_kind,
        {{ normal_phone('typed') }} as identifier_value,
        cast(null as text) as tax_branch_id
    from phone

    union all

    select
        record_key,
        'email' as identifier_kind,
        {{ normal_email('typed') }} as identifier_value,
        cast(null as text) as tax_branch_id
    from email

    union all

    select
        record_key,
        'tax_id' as identifier_kind,
        {{ normal_tax_id('typed') }} as identifier_value,
        nullif(trim(tax_branch_id), '') as tax_branch_id
    from typed_tax_id
)

select
    record_key,
    identifier_kind,
    identifier_value,
    max(tax_branch_id) as tax_branch_id
from identifier
where identifier_value is not null
group by
    record_key,
    identifier_kind,
    identifier_value
