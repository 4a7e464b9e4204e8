{# Shapes, keys and names of Bitrix24. Owners are told by the vendor's numbers of kinds: 1 lead, 2 deal, 3 contact, 4 company. #}

{# The newest version of every card of a stream: what `newest_records` gives, and all fields of the card as a map from
   their name to JSON. `shape`: the fields that every portal has. #}
{% macro bitrix24_cards(stream, shape) -%}
    select
        card.*,
        card_fields.payload as all_fields
    from ({{ newest_records('bitrix24', stream, shape) }}) as card
    left join ({{ newest_records('bitrix24', stream, 'MAP(VARCHAR, JSON)') }}) as card_fields
        on
            card._source = card_fields._source
            and card._stream = card_fields._stream
            and card._key = card_fields._key
{%- endmacro %}

{# Custom fields, the source, the birthday and the UTM marks as one flat list; a field of several values has several entries, an empty one
   has none. The value of a list is the id of its option. #}
{% macro bitrix24_field_values(all_fields) -%}
    list_filter(
            flatten(
                list_transform(
                    list_filter(
                        map_entries({{ all_fields }}),
                        lambda field: substr(field.key, 1, 3) = 'UF_'
                        or substr(field.key, 1, 4) = 'UTM_'
                        or field.key in ('SOURCE_ID', 'TYPE_ID', 'BIRTHDATE')
                    ),
                    lambda field: list_transform(
                        case json_type(field."value")
                            when 'ARRAY' then from_json(field."value", '["VARCHAR"]')
                            else [field."value" ->> '$']
                        end,
                        lambda entry: struct_pack(
                            field_id := field.key,
                            field_code := field.key,
                            field_name := cast(null as text),
                            field_value := entry
                        )
                    )
                )
            ),
            lambda entry: trim(entry.field_value) <> ''
        )
{%- endmacro %}

{# Values of a field of several, PHONE or EMAIL. #}
{% macro bitrix24_reached(list) -%}
    list_transform({{ list }}, lambda entry: entry."VALUE")
{%- endmacro %}

{# Key of the owner of a record, by the number of its kind. #}
{% macro bitrix24_owner_key(kind, id) -%}
    case when {{ id }} not in ('', '0') then _source || ':' || {{ kind }} || ':' || {{ id }} end
{%- endmacro %}

{# Key of a stage: `<source>:<pipeline>:<status>`. Statuses of a funnel are called `C4:NEW`, and a colon parts keys. #}
{% macro bitrix24_stage_key(pipeline, status) -%}
    _source || ':' || {{ pipeline }} || ':' || {{ bitrix24_stage_id(status) }}
{%- endmacro %}

{% macro bitrix24_stage_id(status) -%}
    replace(regexp_replace({{ status }}, '^C[0-9]+:', ''), ':', '.')
{%- endmacro %}

{# The address of a card as one line, the widest part first. #}
{% macro bitrix24_addresses(record) -%}
    list_filter(
                [concat_ws(
                    ', ',
                    nullif({{ record }}."ADDRESS_PROVINCE", ''),
                    nullif({{ record }}."ADDRESS_REGION", ''),
                    nullif({{ record }}."ADDRESS_CITY", ''),
                    nullif({{ record }}."ADDRESS", '')
                )],
                lambda address: address <> ''
            )
{%- endmacro %}

{# The names of the options of the lists among the custom fields: source, field_id, option_id, option_name. Leads and
   deals may share a field. #}
{% macro bitrix24_option_names() -%}
    select
        source,
        field_id,
        choice."ID" as option_id,
        min(choice."VALUE") as option_name
    from (
        select
            source,
            field_id,
            {{ explode('options') }} as choice
        from {{ ref('stg_bitrix24__custom_fields') }}
    ) as listed_option
    group by
        source,
        field_id,
        choice."ID"
{%- endmacro %}

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

{# The custom fields of leads and deals that fields.csv gives a meaning: source, field_id. #}
{% macro bitrix24_fields_meaning(meaning) -%}
    select distinct
        mapping_row.source,
        definition.field_id
    from {{ ref('stg_files__fields') }} as mapping_row
    inner join {{ ref('stg_bitrix24__custom_fields') }} as definition
        on
            mapping_row.source = definition.source
            and lower(trim(mapping_row.field)) in (
                lower(definition.field_id), lower(definition.field_code), lower(definition.field_name)
            )
    where
        not mapping_row.is_deleted
        and mapping_row.entity = 'lead'
        and mapping_row.meaning = '{{ meaning }}'
        and definition.entity = 'lead'
{%- endmacro %}

{# Key of a record that belongs to an owner: its enquiry, contact or company. #}
{% macro bitrix24_record_key(owner_key, lead_key) -%}
    coalesce(
        {{ lead_key }},
        case split_part({{ owner_key }}, ':', 2)
            when '3' then split_part({{ owner_key }}, ':', 1) || ':contact:' || split_part({{ owner_key }}, ':', 3)
            when '4' then split_part({{ owner_key }}, ':', 1) || ':company:' || split_part({{ owner_key }}, ':', 3)
        end
    )
{%- endmacro %}
