{{ config(unique_key='owner_key') }}

with record as (
    {{ newest_records('bitrix24', ['lead_contacts', 'deal_contacts'], {
        'rows': [{'CONTACT_ID': 'VARCHAR', 'IS_PRIMARY': 'VARCHAR'}],
    }) }}
),

card_contact as (
    select
        {{ bitrix24_owner_key("case _stream when 'lead_contacts' then '1' else '2' end", '_key') }} as owner_key,
        list_transform(
            payload."rows",
            lambda entry: struct_pack(
                record_key := _source || ':contact:' || entry."CONTACT_ID",
                record_type := 'contact',
                is_main := coalesce(entry."IS_PRIMARY" = 'Y', false)
            )
        ) as linked_records,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('card_contact', 'owner_key') }}
