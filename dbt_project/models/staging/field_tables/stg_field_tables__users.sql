{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('field_tables', 'agents', {'agent_name': 'VARCHAR', 'active': 'VARCHAR'}) }}
),

source_user as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        trim(payload."agent_name") as user_name,
        cast(null as text) as email,
        coalesce({{ read('active', 'flag', noted) }}, true) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('source_user', 'source_user_key') }}
