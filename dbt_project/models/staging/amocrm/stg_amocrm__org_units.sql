{{ config(unique_key='org_unit_key') }}

with record as (
    {{ landed_records('amocrm', 'account', {
        '_embedded': {'users_groups': [{'id': 'VARCHAR', 'name': 'VARCHAR'}]},
    }) }}
),

department as (
    select
        {{ place_columns() }},
        {{ explode('payload._embedded.users_groups') }} as department
    from record
),

org_unit as (
    select
        _source || ':' || department.id as org_unit_key,
        _source as source,
        department.name as unit_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from department
)

{{ current_version_of_whole('org_unit', 'org_unit_key', 'amocrm', 'account') }}
