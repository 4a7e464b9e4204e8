{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'stages', {
        'source': 'VARCHAR',
        'pipeline_id': 'VARCHAR',
        'stage_id': 'VARCHAR',
        'pipeline_name': 'VARCHAR',
        'stage_name': 'VARCHAR',
        'step': 'VARCHAR',
        'is_won': 'VARCHAR',
    }) }}
),

file_row as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."source"), '') as source,
        nullif(trim(payload."pipeline_id"), '') as pipeline_id,
        nullif(trim(payload."stage_id"), '') as stage_id,
        nullif(trim(payload."pipeline_name"), '') as pipeline_name,
        nullif(trim(payload."stage_name"), '') as stage_name,
        nullif(lower(trim(payload."step")), '') as step,
        {{ read('is_won', 'flag', noted) }} as is_won,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'stages') }}
