{# Documents of money of МойСклад: what they are linked with, and what a shop brought in. #}

{# What a payment is linked with, and by how much. #}
{% macro moysklad_operations(record) -%}
    list_transform(
            {{ record }}."operations",
            lambda operation, place: struct_pack(
                line_number := cast(place as bigint),
                document_type := operation."meta"."type",
                document_key := {{ moysklad_key('operation') }},
                amount := {{ moysklad_amount('operation."linkedSum"') }}
            )
        )
{%- endmacro %}

{# What a shop's document brought in one way, as rows: `way` is cash or card. #}
{% macro moysklad_receipts(way) -%}
    select
        version_key,
        document_key || ':{{ way }}' as payment_key,
        _stream || '_{{ way }}' as document_stream,
        {{ way }}_amount as amount
    from money_version
    where is_of_shop
{%- endmacro %}

{# Whether a document of money is linked with a document of one of these types. #}
{% macro moysklad_is_linked(types) -%}
    coalesce(
            len(list_filter(operations, lambda operation: operation.document_type in ({{ types }}))), 0
        ) > 0
{%- endmacro %}
