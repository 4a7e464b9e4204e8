{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('pipeworks', 'people', {'name': 'VARCHAR', 'mail': 'VARCHAR'}) }}
),

source_user as (
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        payload.name as user_name,
        nullif(lower(trim(payload.mail)), '') as email,
        true as is_active,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'pipeworks', 'people') }}
