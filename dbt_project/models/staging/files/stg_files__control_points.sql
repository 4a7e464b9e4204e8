{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'control_points', {
        'point': 'VARCHAR',
        'point_name': 'VARCHAR',
        'point_order': 'BIGINT',
        'reached_by': 'VARCHAR',
        'value': 'VARCHAR',
        'counts': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."point"), '') as point,
        nullif(trim(payload."point_name"), '') as point_name,
        payload."point_order" as point_order,
        nullif(trim(payload."reached_by"), '') as reached_by,
        nullif(trim(payload."value"), '') as value,
        coalesce(nullif(trim(payload."counts"), ''), 'first') as counts,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'control_points') }}
