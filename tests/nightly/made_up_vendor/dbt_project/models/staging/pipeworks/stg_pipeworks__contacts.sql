{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('pipeworks', 'customers', {'owner': 'VARCHAR', 'since': 'VARCHAR'}) }}
),

customer as (
    {%- set noted = [] %}
    select
        _source || ':contact:' || _key as record_key,
        'contact' as record_type,
        _source as source,
        {{ read('since', 'epoch', noted) }} as created_at,
        false as is_legal_entity,
        cast(null as text) as legal_name,
        {{ reference_key('payload.owner') }} as responsible_user_key,
        cast([] as text[]) as phones,
        cast([] as text[]) as emails,
        cast([] as text[]) as addresses,
        cast(null as text) as tax_id,
        cast(null as text) as tax_branch_id,
        cast([] as {{ field_values_type() }}) as field_values,
        cast([] as text[]) as linked_record_keys,
        false as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('customer', 'record_key', 'pipeworks', 'customers') }}
