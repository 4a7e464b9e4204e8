{{ config(unique_key='stage_key') }}

with record as (
    {{ newest_records('pipeworks', 'stages', {'title': 'VARCHAR'}) }}
),

stage as (
    select
        _source || ':all:' || _key as stage_key,
        _source as source,
        _source || ':all' as pipeline_key,
        'All' as pipeline_name,
        _key as stage_id,
        payload.title as stage_name,
        cast(_key as bigint) as stage_order,
        false as is_archived,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('stage', 'stage_key', 'pipeworks', 'stages') }}
