{# Shapes that several records of МойСклад share. Sums are kopecks, references are addresses that end in an id. #}

{% macro moysklad_reference_shape() -%}
    {{ return({'meta': {'href': 'VARCHAR', 'type': 'VARCHAR'}}) }}
{%- endmacro %}

{% macro moysklad_rate_shape() -%}
    {{ return({'currency': moysklad_reference_shape(), 'value': 'VARCHAR'}) }}
{%- endmacro %}

{# Key of the record that an address leads to. #}
{% macro moysklad_key(reference, prefix='') -%}
    _source || ':{{ prefix }}' || split_part(split_part({{ reference }}."meta"."href", '?', 1), '/', -1)
{%- endmacro %}

{# The buyer, where it is one: money also goes to employees and between the company's own firms. #}
{% macro moysklad_counterparty_key(record) -%}
    case
            when {{ record }}."agent"."meta"."type" = 'counterparty'
                then {{ moysklad_key(record ~ '."agent"', 'counterparty:') }}
        end
{%- endmacro %}

{# Kopecks as an amount. #}
{% macro moysklad_amount(kopecks) -%}
    cast(try_cast({{ kopecks }} as decimal(22, 4)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
{%- endmacro %}

{# Lines of goods. A price is kopecks before the discount, which is percent. #}
{% macro moysklad_priced_lines(record) -%}
    list_transform(
            {{ record }}."positions"."rows",
            lambda line, place: struct_pack(
                line_number := cast(place as bigint),
                product_key := {{ moysklad_key('line."assortment"') }},
                quantity := {{ value_of('line."quantity"', 'quantity') }},
                amount := try_cast(
                    cast({{ value_of('line."price"', 'rate') }} as decimal(20, 4))
                    * {{ value_of('line."quantity"', 'quantity') }}
                    * (100 - {{ value_of(or_nothing('line."discount"'), 'rate') }})
                    * cast(0.0001 as decimal(5, 4)) as decimal(18, 2)
                ),
                vat_percent := case
                    when
                        coalesce(try_cast({{ record }}."vatEnabled" as boolean), true)
                        and coalesce({{ value_of('line."vatEnabled"', 'flag') }}, true)
                        then cast({{ value_of(or_nothing('line."vat"'), 'rate') }} as bigint)
                    else 0
                end
            )
        )
{%- endmacro %}

{# What an additional field says: of an element of a dictionary its name, of a fractional number that is whole its digits. #}
{% macro moysklad_attribute_value(attribute) -%}
    {%- set said = attribute ~ '."value"' -%}
    {%- set plain -%}
        case
                    when {{ said }} like '%.0' and try_cast({{ said }} as decimal(18, 1)) is not null
                        then replace({{ said }}, '.0', '')
                    else {{ said }}
                end
    {%- endset -%}
    coalesce({{ field_part(said, 'name', plain) }}, {{ said }})
{%- endmacro %}

{# Additional fields of a document as a text: `name: value; …`. #}
{% macro moysklad_attributes_text(record) -%}
    array_to_string(
            list_transform(
                {{ record }}."attributes",
                lambda attribute: attribute."name" || ': ' || {{ moysklad_attribute_value('attribute') }}
            ),
            '; '
        )
{%- endmacro %}

{# Versions of a document with the readings from and to which each was the one: observed_at, observed_to; order_before is
   the order of the version before. #}
{% macro moysklad_spans(versions, key) -%}
    select
        * exclude (place),
        coalesce(
            lead(observed_at) over (partition by {{ key }} order by observed_at nulls last), {{ last_instant() }}
        ) as observed_to,
        lag(order_key) over (partition by {{ key }} order by observed_at nulls last) as order_before
    from (
        select
            *,
            row_number() over (partition by {{ key }}, observed_at order by _position desc nulls last) as place
        from {{ versions }}
    ) as placed_version
    where place = 1
{%- endmacro %}

{# What a line of goods cost: told of the whole line, or of one unit where the record says so. #}
{% macro moysklad_line_cost(record, line) -%}
    case
            when coalesce(try_cast({{ record }}."cost_is_per_unit" as boolean), false)
                then cast(
                    try_cast({{ line }}."stock"."cost" as decimal(18, 4))
                    * {{ value_of(line ~ '."quantity"', 'quantity') }}
                    * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
                )
            else {{ moysklad_amount(line ~ '."stock"."cost"') }}
        end
{%- endmacro %}
