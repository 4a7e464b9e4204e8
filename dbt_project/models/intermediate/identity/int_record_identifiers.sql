with typed_phone as (
    select
        record_key,
        {{ explode('phones') }} as typed
    from {{ ref('int_vendor_cards') }}
),

phone as (
    select
        record_key,
        {{ explode(normal_phones('typed')) }} as phone
    from typed_phone
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

meant_value as (
    select
        field_value.record_key,
        mapped_field.meaning,
        field_value.entry.field_value as typed
    from field_value
    inner join {{ ref('int_mapped_fields') }} as mapped_field
        on
            field_value.source = mapped_field.source
            and field_value.record_type = mapped_field.entity
            and field_value.entry.field_id = mapped_field.field_id
            and mapped_field.meaning in ('tax_id', 'kpp')
),

-- Two branches on one card name neither.
typed_branch as (
    select
        record_key,
        min(nullif(trim({{ field_part('typed', 'kpp', 'typed') }}), '')) as tax_branch_id
    from meant_value
    where meaning = 'kpp'
    group by record_key
    having count(distinct nullif(trim({{ field_part('typed', 'kpp', 'typed') }}), '')) = 1
),

typed_tax_id as (
    select
        record_key,
        tax_id as typed,
        tax_branch_id
    from {{ ref('int_vendor_cards') }}

    union all

    -- A field of requisites holds number and branch together; else the branch stands in a field of its own.
    select
        meant_value.record_key,
        {{ field_part('meant_value.typed', 'vat_id', 'meant_value.typed') }} as typed,
        coalesce(
            nullif(trim({{ field_part('meant_value.typed', 'kpp', 'null') }}), ''),
            typed_branch.tax_branch_id
        ) as tax_branch_id
    from meant_value
    left join typed_branch
        on meant_value.record_key = typed_branch.record_key
    where meant_value.meaning = 'tax_id'
),

identifier as (
    select
        record_key,
        'phone' as identifier_kind,
        phone as identifier_value,
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
    case when min(tax_branch_id) = max(tax_branch_id) then min(tax_branch_id) end as tax_branch_id
from identifier
where identifier_value is not null
group by
    record_key,
    identifier_kind,
    identifier_value
