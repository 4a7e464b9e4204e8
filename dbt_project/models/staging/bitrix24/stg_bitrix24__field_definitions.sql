{{ config(materialized='table') }}

with custom_field as (
    select
        source,
        entity,
        field_id,
        field_code,
        field_name,
        _source,
        _stream,
        _key
    from {{ ref('stg_bitrix24__custom_fields') }}
    where field_id is not null
),

portal as (
    select
        _source,
        min(_stream) as _stream,
        min(_key) as _key
    from {{ ref('stg_bitrix24__statuses') }}
    group by _source
),

-- Every portal has them, and none lists them among the custom ones.
own_field as (
    select
        listed_field.field_id,
        listed_field.field_name
    from (
        values
        ('SOURCE_ID', 'Источник'),
        ('TYPE_ID', 'Тип'),
        ('UTM_SOURCE', 'UTM Source'),
        ('UTM_MEDIUM', 'UTM Medium'),
        ('UTM_CAMPAIGN', 'UTM Campaign'),
        ('UTM_CONTENT', 'UTM Content'),
        ('UTM_TERM', 'UTM Term')
    ) as listed_field (field_id, field_name)
)

select
    source,
    entity,
    field_id,
    field_code,
    field_name,
    cast(null as text) as _unreadable,
    _source,
    _stream,
    _key,
    false as is_deleted
from custom_field

union all

select
    portal._source as source,
    'lead' as entity,
    own_field.field_id,
    own_field.field_id as field_code,
    own_field.field_name,
    cast(null as text) as _unreadable,
    portal._source,
    portal._stream,
    portal._key,
    false as is_deleted
from portal
cross join own_field
