{{ config(unique_key='pipeline_key') }}

with record as (
    {{ newest_records('bitrix24', 'categories', {'name': 'VARCHAR', 'sort': 'VARCHAR'}) }}
),

category as (
    select
        {{ own_key() }} as pipeline_key,
        _source as source,
        payload.name as pipeline_name,
        try_cast(payload.sort as bigint) as pipeline_order,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('category', 'pipeline_key', 'bitrix24', 'categories') }}
