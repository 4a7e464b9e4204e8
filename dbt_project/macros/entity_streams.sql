{# Which streams feed an entity (var streams_of): entity, vendor, stream. #}
{% macro entity_streams() -%}
    {%- for entity, streams_of_vendor in var('streams_of').items() %}
    {%- for vendor, streams in streams_of_vendor.items() %}
    {%- for stream in streams %}
    select
        '{{ entity }}' as entity,
        '{{ vendor }}' as vendor,
        '{{ stream }}' as stream
    union all
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    select
        cast(null as text) as entity,
        cast(null as text) as vendor,
        cast(null as text) as stream
    where 1 = 0
{%- endmacro %}
