{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('sales_doctor', 'agents', {'name': 'VARCHAR', 'active': 'VARCHAR'}) }}
),

source_user as (
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        trim(payload."name") as user_name,
        cast(null as text) as email,
        coalesce(upper(payload."active") <> 'N', true) as is_active,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'sales_doctor', 'agents') }}
