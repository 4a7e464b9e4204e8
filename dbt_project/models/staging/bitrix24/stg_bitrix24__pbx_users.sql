{{ config(unique_key='user_extension_key') }}

with record as (
    {{ landed_records('bitrix24', 'users', {
        'NAME': 'VARCHAR',
        'LAST_NAME': 'VARCHAR',
        'EMAIL': 'VARCHAR',
        'UF_PHONE_INNER': 'VARCHAR',
    }) }}
),

user_extension as (
    select
        {{ own_key() }} || '/' || coalesce(trim(payload."UF_PHONE_INNER"), '') as user_extension_key,
        {{ own_key() }} as pbx_user_key,
        _source as source,
        _key as user_id,
        nullif(trim(payload."UF_PHONE_INNER"), '') as extension,
        nullif(trim(concat_ws(' ', nullif(payload."NAME", ''), nullif(payload."LAST_NAME", ''))), '') as user_name,
        nullif(lower(trim(payload."EMAIL")), '') as email,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('user_extension', 'user_extension_key', 'bitrix24', 'users') }}
