{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('moysklad', 'counterparties', {
        'name': 'VARCHAR',
        'legalTitle': 'VARCHAR',
        'companyType': 'VARCHAR',
        'inn': 'VARCHAR',
        'kpp': 'VARCHAR',
        'phone': 'VARCHAR',
        'email': 'VARCHAR',
        'actualAddress': 'VARCHAR',
        'legalAddress': 'VARCHAR',
    }) }}
),

counterparty as (
    select
        _source || ':counterparty:' || _key as record_key,
        'counterparty' as record_type,
        _source as source,
        -- The card is made when somebody first writes a document for it: a customer is known since he was first seen.
        cast(null as timestamp) as created_at,
        -- legal, entrepreneur, individual, and the same with the letters of another country.
        case
            when payload."companyType" like 'legal%' then true
            when payload."companyType" like 'entrepreneur%' or payload."companyType" like 'individual%' then false
            when length(trim(payload."inn")) = 10 then true
            when length(trim(payload."inn")) = 12 then false
        end as is_legal_entity,
        coalesce(nullif(trim(payload."legalTitle"), ''), trim(payload."name")) as legal_name,
        -- The owner of a card is whoever typed it.
        cast(null as text) as responsible_user_key,
        {{ split_text("replace(payload.\"phone\", ';', ',')", ',') }} as phones,
        {{ split_text("replace(payload.\"email\", ';', ',')", ',') }} as emails,
        list_filter([payload."actualAddress", payload."legalAddress"], lambda address: address <> '') as addresses,
        payload."inn" as tax_id,
        payload."kpp" as tax_branch_id,
        cast([] as {{ field_values_type() }}) as field_values,
        cast([] as text[]) as linked_record_keys,
        -- An archived customer has bought all the same.
        false as is_marked_deleted,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('counterparty', 'record_key', 'moysklad', 'counterparties') }}
