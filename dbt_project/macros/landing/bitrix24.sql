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
