{# Contacts and companies of Bitrix24: cards, typed values with the names of chosen options, requisites. #}

{# The shape of a contact or company. #}
{% macro bitrix24_party_shape() -%}
    {{ return({
        'TITLE': 'VARCHAR',
        'ASSIGNED_BY_ID': 'VARCHAR',
        'DATE_CREATE': 'VARCHAR',
        'COMPANY_ID': 'VARCHAR',
        'PHONE': [{'VALUE': 'VARCHAR'}],
        'EMAIL': [{'VALUE': 'VARCHAR'}],
        'ADDRESS': 'VARCHAR',
        'ADDRESS_CITY': 'VARCHAR',
        'ADDRESS_REGION': 'VARCHAR',
        'ADDRESS_PROVINCE': 'VARCHAR',
    }) }}
{%- endmacro %}

{# The cards of a stream of contacts or companies (`kind`, as it stands in their key). #}
{% macro bitrix24_party_cards(stream, kind) -%}
    with record as (
        {{ bitrix24_cards(stream, bitrix24_party_shape()) }}
    ),

    card as (
        {%- set noted = [] %}
        select
            _source || ':{{ kind }}:' || _key as record_key,
            {{ read('DATE_CREATE', 'instant', noted) }} as created_at,
            payload."TITLE" as title,
            {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
            {{ bitrix24_reached('payload."PHONE"') }} as phones,
            {{ bitrix24_reached('payload."EMAIL"') }} as emails,
            {{ bitrix24_addresses('payload') }} as addresses,
            {{ bitrix24_field_values('all_fields') }} as field_values,
            {{ reference_key('payload."COMPANY_ID"', 'company:') }} as company_key,
            {{ unreadable(noted) }} as _unreadable,
            {{ place_columns() }}
        from record
    )

    {{ current_version('card', 'record_key') }}
{%- endmacro %}

{# The last select of contacts or companies (`typed`: their keys, sources and typed values): cards with the names of chosen options, with what
   stands in their requisites, and whether they are gone. #}
{% macro bitrix24_parties(cards, typed, kind, ids) -%}
    select
        card.*,
        named_values.field_values,
        requisite.tax_id,
        requisite.tax_branch_id,
        coalesce(known_id.is_deleted, false) as is_deleted
    from {{ cards }} as card
    left join (
        select
            typed_value.record_key,
            list(
                struct_pack(
                    field_id := typed_value.entry.field_id,
                    field_code := typed_value.entry.field_code,
                    field_name := typed_value.entry.field_name,
                    field_value := coalesce(chosen_option.option_name, typed_value.entry.field_value)
                )
                order by typed_value.entry.field_id nulls last, typed_value.entry.field_value nulls last
            ) as field_values
        from (
            select
                record_key,
                source,
                {{ explode('field_values') }} as entry
            from {{ typed }}
        ) as typed_value
        left join ({{ bitrix24_option_names() }}) as chosen_option
            on
                typed_value.source = chosen_option.source
                and typed_value.entry.field_id = chosen_option.field_id
                and typed_value.entry.field_value = chosen_option.option_id
        group by typed_value.record_key
    ) as named_values
        on card.record_key = named_values.record_key
    left join (
        select
            owner_key,
            tax_id,
            tax_branch_id,
            row_number() over (
                partition by owner_key order by length(_key) nulls last, _key nulls last
            ) as place
        from {{ ref('stg_bitrix24__requisites') }}
        where not is_deleted and tax_id is not null
    ) as requisite
        on
            card._source || ':{{ kind }}:' || card._key = requisite.owner_key
            and requisite.place = 1
    left join {{ ref('stg_bitrix24__known_ids') }} as known_id
        on
            card._source = known_id._source
            and card._key = known_id._key
            and known_id._stream = '{{ ids }}'
{%- endmacro %}
