{# Shapes that several records of SALES DOCTOR share. A record's key is `CS_id` in lower case. #}

{% macro sales_doctor_names_shape() -%}
    {{ return({'CS_id': 'VARCHAR', 'SD_id': 'VARCHAR'}) }}
{%- endmacro %}

{# Key of the record that a document names, null where it names none. #}
{% macro sales_doctor_key(reference, prefix='') -%}
    {%- set name = 'coalesce(nullif(' ~ reference ~ '."CS_id", \'\'), nullif(' ~ reference ~ '."SD_id", \'\'))' -%}
    _source || ':{{ prefix }}' || lower({{ name }})
{%- endmacro %}

{# Lines of goods: `summa` is of the line after the discount, what came back at the door is off. #}
{% macro sales_doctor_lines(rows, order_key, number='0') -%}
    list_transform(
            {{ rows }},
            lambda line, place: struct_pack(
                line_number := cast({{ number }} + place as bigint),
                product_key := {{ sales_doctor_key('line."product"') }},
                quantity := cast(
                    {{ value_of('line."quantity"', 'quantity') }}
                    - {{ value_of(or_nothing('line."returned"'), 'quantity') }} as decimal(18, 3)
                ),
                amount := {{ kept_amount(
                    value_of('line."summa"', 'amount'),
                    value_of('line."quantity"', 'quantity'),
                    value_of(or_nothing('line."returned"'), 'quantity')
                ) }},
                vat_amount := cast(0 as decimal(18, 2)),
                is_cancelled := false,
                order_key := {{ order_key }}
            )
        )
{%- endmacro %}

{% macro sales_doctor_line_shape() -%}
    {{ return({
        'product': sales_doctor_names_shape(),
        'quantity': 'VARCHAR',
        'returned': 'VARCHAR',
        'summa': 'VARCHAR',
    }) }}
{%- endmacro %}

{# The orders that an entry of the ledger is split over. #}
{% macro sales_doctor_order_lines(rows) -%}
    list_transform(
            {{ rows }},
            lambda line, place: struct_pack(
                line_number := cast(place as bigint),
                order_key := {{ sales_doctor_key('line') }},
                amount := {{ value_of('line."amount"', 'amount') }}
            )
        )
{%- endmacro %}

{# The key of a payment or price type (`payment:f1-d0_2`) without the prefix of its filial. #}
{% macro sales_doctor_namesake(key) -%}
    split_part({{ key }}, ':', 1) || ':' || coalesce(
            nullif(split_part(split_part({{ key }}, ':', 2), '-', 2), ''),
            split_part({{ key }}, ':', 2)
        )
{%- endmacro %}
