{# Shapes that several records of SALES DOCTOR share. A record's key is `CS_id` in lower case. #}

{% macro sales_doctor_names_shape() -%}
    {{ return({'CS_id': 'VARCHAR', 'SD_id': 'VARCHAR'}) }}
{%- endmacro %}

{# Key of the record that a document names, null where it names none. #}
{% macro sales_doctor_key(reference, prefix='') -%}
    case
        when coalesce({{ reference }}."CS_id", {{ reference }}."SD_id", '') <> ''
            then _source || ':{{ prefix }}' || lower(coalesce({{ reference }}."CS_id", {{ reference }}."SD_id"))
    end
{%- endmacro %}

{# A number as text, where absent means 0: what is there and cannot be read stays unknown. #}
{% macro sales_doctor_or_nothing(raw) -%}
    coalesce(nullif({{ raw }}, ''), '0')
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
                    - {{ value_of(sales_doctor_or_nothing('line."returned"'), 'quantity') }} as decimal(18, 3)
                ),
                amount := cast(
                    case
                        when {{ value_of(sales_doctor_or_nothing('line."returned"'), 'quantity') }} = 0
                            then {{ value_of('line."summa"', 'amount') }}
                        else try_cast(
                            {{ value_of('line."summa"', 'amount') }} * (
                                {{ value_of('line."quantity"', 'quantity') }}
                                - {{ value_of('line."returned"', 'quantity') }}
                            ) / nullif({{ value_of('line."quantity"', 'quantity') }}, 0) as decimal(18, 2)
                        )
                    end as decimal(18, 2)
                ),
                vat_amount := cast(0 as decimal(18, 2)),
                is_cancelled := false,
                order_key := {{ order_key }}
            )
        )
{%- endmacro %}

{# Lines of `rows` that have an unreadable value in one of `fields` (name → how it is read). #}
{% macro sales_doctor_unreadable_lines(rows, part, fields) -%}
    {%- for field, as_what in fields.items() %},
        case
            when
                len(list_filter(
                    {{ rows }},
                    lambda line: coalesce(
                        line."{{ field }}" <> '' and {{ value_of('line."' ~ field ~ '"', as_what) }} is null, false
                    )
                )) > 0
                then '{{ part }}.{{ field }}={{ as_what }}'
        end
    {%- endfor %}
{%- endmacro %}

{% macro sales_doctor_line_shape() -%}
    {{ return({
        'product': sales_doctor_names_shape(),
        'quantity': 'VARCHAR',
        'returned': 'VARCHAR',
        'summa': 'VARCHAR',
    }) }}
{%- endmacro %}

{# A visit, of a day that is over or of one to come. #}
{% macro sales_doctor_visit_shape() -%}
    {{ return({
        'date': 'VARCHAR',
        'start_date': 'VARCHAR',
        'end_date': 'VARCHAR',
        'planned': 'VARCHAR',
        'visited': 'VARCHAR',
        'reject': 'VARCHAR',
        'has_photo_report': 'VARCHAR',
        'gps_visit': 'VARCHAR',
        'has_order': 'VARCHAR',
        'order_summa': 'VARCHAR',
        '_agent': 'VARCHAR',
        '_client': 'VARCHAR',
    }) }}
{%- endmacro %}

{% macro sales_doctor_visit_names() -%}
    {{ return([
        'visit_key', 'source', 'agent_user_key', 'counterparty_record_key', 'visit_date', 'started_at', 'ended_at',
        'is_planned', 'is_made', 'reject_reason', 'has_order', 'order_amount', 'currency_key', 'is_gps_confirmed', 'has_photo'
    ]) }}
{%- endmacro %}

{% macro sales_doctor_visit_columns(noted) -%}
    case when _key is not null then {{ own_key() }} end as visit_key,
        _source as source,
        {{ reference_key('payload."_agent"') }} as agent_user_key,
        {{ reference_key('payload."_client"', 'counterparty:') }} as counterparty_record_key,
        {{ read('date', 'day', noted) }} as visit_date,
        {{ read('start_date', 'local_time', noted) }} as started_at,
        {{ read('end_date', 'local_time', noted) }} as ended_at,
        {{ read('planned', 'flag', noted) }} as is_planned,
        {{ read('visited', 'flag', noted) }} as is_made,
        nullif(trim(payload."reject"), '') as reject_reason,
        {{ read('has_order', 'flag', noted) }} as has_order,
        {{ read('order_summa', 'amount', noted) }} as order_amount,
        _source || ':usual' as currency_key,
        {{ read('gps_visit', 'flag', noted) }} as is_gps_confirmed,
        {{ read('has_photo_report', 'flag', noted) }} as has_photo
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
