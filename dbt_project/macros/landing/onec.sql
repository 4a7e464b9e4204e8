{# Shapes that several objects of 1C share. #}

{% macro onec_contact_information_shape() -%}
    {{ return([{
        'Тип': 'VARCHAR',
        'Представление': 'VARCHAR',
        'НомерТелефона': 'VARCHAR',
        'АдресЭП': 'VARCHAR',
        'Регион': 'VARCHAR',
        'Город': 'VARCHAR',
    }]) }}
{%- endmacro %}

{# Contact values of one kind: the normalised field where the base fills it, else what a person typed. #}
{% macro onec_contact_values(record, kind, field) -%}
    list_transform(
            list_filter({{ record }}."КонтактнаяИнформация", lambda line: line."Тип" = '{{ kind }}'),
            lambda line: coalesce(nullif(trim(line."{{ field }}"), ''), line."Представление")
        )
{%- endmacro %}

{# Addresses: the region and the town that the base keeps apart, and the whole as people see it. #}
{% macro onec_addresses(record) -%}
    list_transform(
            list_filter({{ record }}."КонтактнаяИнформация", lambda line: line."Тип" = 'Адрес'),
            lambda line: concat_ws(', ', line."Регион", line."Город", line."Представление")
        )
{%- endmacro %}

{% macro onec_attributes_shape() -%}
    {{ return([{'Свойство_Key': 'VARCHAR', 'Значение': 'VARCHAR'}]) }}
{%- endmacro %}

{# Custom attributes as one flat list: field_id, field_code, field_name, field_value. Their names are field definitions. #}
{% macro onec_field_values(record) -%}
    list_transform(
            {{ record }}."ДополнительныеРеквизиты",
            lambda attribute: struct_pack(
                field_id := attribute."Свойство_Key",
                field_code := cast(null as text),
                field_name := cast(null as text),
                field_value := attribute."Значение"
            )
        )
{%- endmacro %}

{# Key of the order in a reference that may point to documents of several kinds. #}
{% macro onec_order_key(reference, reference_type) -%}
    case
                        when {{ reference_type }} = 'StandardODATA.Document_ЗаказКлиента' then {{ reference_key(reference) }}
                    end
{%- endmacro %}
