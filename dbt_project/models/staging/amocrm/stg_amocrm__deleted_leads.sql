{{ config(unique_key='lead_key') }}

with record as (
    {{ newest_records('amocrm', 'deleted_leads', {'updated_at': 'VARCHAR'}) }}
),

deleted_lead as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as lead_key,
        _source as source,
        {{ read('updated_at', 'epoch', noted) }} as deleted_at,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

-- The bin is emptied after a while, so that absence from it revives nobody.
{{ current_version('deleted_lead', 'lead_key') }}
