{{ config(unique_key='id_key') }}

with record as (
    {{ newest_records(
        'bitrix24', ['lead_ids', 'deal_ids', 'contact_ids', 'company_ids', 'meeting_ids'], {'ID': 'VARCHAR'}
    ) }}
),

known_id as (
    select
        _source || ':' || _stream || ':' || _key as id_key,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

-- What was listed once and is not listed any more has been asked for by its id: it is deleted.
{{ current_version('known_id', 'id_key') }}
