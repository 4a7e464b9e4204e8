{{ config(unique_key='record_key') }}

with record as (
    {{ newest_records('onec', 'counterparties', {
        'Description': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'IsFolder': 'VARCHAR',
        'ИНН': 'VARCHAR',
        'КПП': 'VARCHAR',
        'ЮрФизЛицо': 'VARCHAR',
        'ЮридическоеФизическоеЛицо': 'VARCHAR',
        'НаименованиеПолное': 'VARCHAR',
        'КонтактнаяИнформация': onec_contact_information_shape(),
    }) }}
),

counterparty as (
    {%- set noted = [] %}
    select
        _source || ':counterparty:' || _key as record_key,
        case when {{ read('IsFolder', 'flag', noted) }} then 'folder' else 'counterparty' end as record_type,
        _source as source,
        cast(null as timestamp) as created_at,
        -- A sole trader is a person: his name stays out of what is published.
        case
            when
                coalesce(payload."ЮрФизЛицо", payload."ЮридическоеФизическоеЛицо")
                in ('ЮрЛицо', 'ЮрЛицоНеРезидент', 'ЮридическоеЛицо')
                then true
            when coalesce(payload."ЮрФизЛицо", payload."ЮридическоеФизическоеЛицо", '') <> '' then false
            when length(trim(payload."ИНН")) = 10 then true
            when length(trim(payload."ИНН")) = 12 then false
        end as is_legal_entity,
        coalesce(nullif(trim(payload."НаименованиеПолное"), ''), trim(payload."Description")) as legal_name,
        cast(null as text) as responsible_user_key,
        {{ onec_contact_values('payload', 'Телефон', 'НомерТелефона') }} as phones,
        {{ onec_contact_values('payload', 'АдресЭлектроннойПочты', 'АдресЭП') }} as emails,
        {{ onec_addresses('payload') }} as addresses,
        payload."ИНН" as tax_id,
        payload."КПП" as tax_branch_id,
        cast([] as {{ field_values_type() }}) as field_values,
        cast([] as text[]) as linked_record_keys,
        coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('counterparty', 'record_key', 'onec', 'counterparties') }}
