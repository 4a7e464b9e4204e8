{{ config(materialized='table') }}

{# Bitrix24 has no list of its own: an option of the field that fields.csv calls loss_reason says why, else the stage in
   which the card was lost. #}

with option_of_field as (
    select
        source,
        field_id,
        _source,
        _stream,
        _key,
        {{ explode('options') }} as choice
    from {{ ref('stg_bitrix24__custom_fields') }}
    where entity = 'lead'
),

reason_field as (
    {{ bitrix24_fields_meaning('loss_reason') }}
)

select
    option_of_field.source || ':' || option_of_field.choice."ID" as loss_reason_key,
    option_of_field.source,
    option_of_field.choice."ID" as loss_reason_id,
    min(option_of_field.choice."VALUE") as loss_reason_name,
    cast(null as text) as _unreadable,
    min(option_of_field._source) as _source,
    min(option_of_field._stream) as _stream,
    min(option_of_field._key) as _key,
    false as is_deleted
from option_of_field
inner join reason_field
    on
        option_of_field.source = reason_field.source
        and option_of_field.field_id = reason_field.field_id
group by
    option_of_field.source,
    option_of_field.choice."ID"

union all

select
    source || ':' || split_part(pipeline_key, ':', 2) || '.' || stage_id as loss_reason_key,
    source,
    split_part(pipeline_key, ':', 2) || '.' || stage_id as loss_reason_id,
    stage_name as loss_reason_name,
    cast(null as text) as _unreadable,
    _source,
    _stream,
    _key,
    is_deleted
from {{ ref('stg_bitrix24__stages') }}
where semantics = 'lost'
