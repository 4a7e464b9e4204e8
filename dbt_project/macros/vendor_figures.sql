{# What the vendors' own figures of a day are held to (var vendor_figures): vendor, stream, figure_name, check_name,
   units_in_one. #}
{% macro declared_figures() -%}
    {%- for figure in var('vendor_figures') %}
    select
        '{{ figure.vendor }}' as vendor,
        '{{ figure.stream }}' as stream,
        '{{ figure.figure }}' as figure_name,
        '{{ figure.check }}' as check_name,
        cast({{ figure.units_in_one }} as bigint) as units_in_one
    union all
    {%- endfor %}
    select
        cast(null as text) as vendor,
        cast(null as text) as stream,
        cast(null as text) as figure_name,
        cast(null as text) as check_name,
        cast(null as bigint) as units_in_one
    where 1 = 0
{%- endmacro %}

{# What telephone exchanges list, call by call: source, stream, date_day, record_key, talk_seconds, is_counted (somebody could read it as a conversation). #}
{% macro exchange_calls() -%}
    select
        vendor_calls.source,
        vendor_calls._stream as stream,
        vendor_calls.date_day,
        vendor_calls.call_key as record_key,
        vendor_calls.talk_seconds,
        conversations.call_key is not null as is_counted
    from {{ ref('int_vendor_calls') }} as vendor_calls
    left join {{ ref('int_conversations') }} as conversations
        on vendor_calls.call_key = conversations.call_key
    where not vendor_calls.is_deleted
{%- endmacro %}
