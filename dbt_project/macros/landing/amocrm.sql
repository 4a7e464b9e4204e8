{# Shapes that several streams of amoCRM share. #}

{% macro amocrm_field_values_shape() -%}
    {{ return([{
        'field_id': 'VARCHAR',
        'field_code': 'VARCHAR',
        'field_name': 'VARCHAR',
        'values': [{'value': 'VARCHAR'}],
    }]) }}
{%- endmacro %}

{# Custom fields as one flat list: field_id, field_code, field_name, value. #}
{% macro amocrm_field_values(list) -%}
    flatten(
            list_transform(
                {{ list }},
                lambda field: list_transform(
                    field."values",
                    lambda entry: struct_pack(
                        field_id := field.field_id,
                        field_code := field.field_code,
                        field_name := field.field_name,
                        field_value := entry."value"
                    )
                )
            )
        )
{%- endmacro %}

{# Values of the fields with a code, for instance PHONE. #}
{% macro amocrm_values_of_code(list, code) -%}
    list_transform(
            list_filter(
                {{ amocrm_field_values(list) }},
                lambda entry: entry.field_code = '{{ code }}'
            ),
            lambda entry: entry.field_value
        )
{%- endmacro %}
