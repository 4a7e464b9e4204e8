{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('bitrix24', 'users', {
        'NAME': 'VARCHAR',
        'LAST_NAME': 'VARCHAR',
        'EMAIL': 'VARCHAR',
        'ACTIVE': 'VARCHAR',
    }) }}
),

source_user as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        nullif(trim(concat_ws(' ', nullif(payload."NAME", ''), nullif(payload."LAST_NAME", ''))), '') as user_name,
        nullif(lower(trim(payload."EMAIL")), '') as email,
        coalesce({{ read('ACTIVE', 'flag', noted) }}, true) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'bitrix24', 'users') }}
