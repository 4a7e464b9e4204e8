{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('moysklad', 'employees', {
        'name': 'VARCHAR',
        'fullName': 'VARCHAR',
        'email': 'VARCHAR',
        'archived': 'VARCHAR',
    }) }}
),

source_user as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        coalesce(nullif(trim(payload."fullName"), ''), payload."name") as user_name,
        nullif(lower(trim(payload."email")), '') as email,
        not coalesce({{ read('archived', 'flag', noted) }}, false) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'moysklad', 'employees') }}
