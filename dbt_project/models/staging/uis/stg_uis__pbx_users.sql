{{ config(unique_key='user_extension_key') }}

with record as (
    {{ landed_records('uis', 'employees', {
        'full_name': 'VARCHAR',
        'email': 'VARCHAR',
        'extension': {'extension_phone_number': 'VARCHAR'},
    }) }}
),

-- Extensions are given to others and employees are removed, while old calls name both: every pair ever seen is kept.
user_extension as (
    select
        {{ own_key() }} || '/' || coalesce(trim(payload.extension.extension_phone_number), '') as user_extension_key,
        {{ own_key() }} as pbx_user_key,
        _source as source,
        _key as user_id,
        nullif(trim(payload.extension.extension_phone_number), '') as extension,
        nullif(trim(payload.full_name), '') as user_name,
        nullif(lower(trim(payload.email)), '') as email,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('user_extension', 'user_extension_key', 'uis', 'employees') }}
