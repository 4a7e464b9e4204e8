{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('amocrm', 'users', {
        'name': 'VARCHAR',
        'email': 'VARCHAR',
        'rights': {'is_active': 'VARCHAR'},
    }) }}
),

source_user as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        payload.name as user_name,
        nullif(lower(trim(payload.email)), '') as email,
        coalesce({{ read('rights.is_active', 'flag', noted) }}, true) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'amocrm', 'users') }}
