{{ config(unique_key='stage_key') }}

with record as (
    {{ landed_records('amocrm', 'pipelines', {
        'name': 'VARCHAR',
        'is_archive': 'VARCHAR',
        '_embedded': {'statuses': [{'id': 'VARCHAR', 'name': 'VARCHAR', 'sort': 'VARCHAR', 'type': 'VARCHAR'}]},
    }) }}
),

status as (
    select
        {{ place_columns() }},
        payload,
        {{ explode('payload._embedded.statuses') }} as status
    from record
),

stage as (
    {%- set noted = [] %}
    select
        -- Statuses 142 and 143 repeat in every pipeline.
        {{ own_key() }} || ':' || status.id as stage_key,
        _source as source,
        {{ own_key() }} as pipeline_key,
        payload.name as pipeline_name,
        status.id as stage_id,
        status.name as stage_name,
        status.type as stage_type,
        {{ read('sort', 'whole_number', noted, of='status') }} as stage_order,
        coalesce({{ read('is_archive', 'flag', noted) }}, false) as is_archived,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from status
)

{{ current_version_of_whole('stage', 'stage_key', 'amocrm', 'pipelines') }}
