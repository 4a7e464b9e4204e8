{{ config(unique_key='user_extension_key') }}

with record as (
    {{ landed_records('mango_office', 'users', {
        'general': {'name': 'VARCHAR', 'email': 'VARCHAR'},
        'telephony': {'extension': 'VARCHAR'},
    }) }}
),

-- Extensions are given to others and users vanish, while old calls name both: every pair ever seen is kept.
user_extension as (
    select
        {{ own_key() }} || '/' || coalesce(trim(payload.telephony.extension), '') as user_extension_key,
        {{ own_key() }} as pbx_user_key,
        _source as source,
        _key as user_id,
        nullif(trim(payload.telephony.extension), '') as extension,
        nullif(trim(payload.general.name), '') as user_name,
        nullif(lower(trim(payload.general.email)), '') as email,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('user_extension', 'user_extension_key', 'mango_office', 'users') }}
