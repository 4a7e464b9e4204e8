{# Address that opens a CRM card, from the deployment's addresses of its sources (var source_urls). #}
{% macro card_url(source, record_id) -%}
    {%- set addresses = var('source_urls') -%}
    {%- if not addresses -%}
        cast(null as text)
    {%- else -%}
        case {{ source }}
            {%- for name, address in addresses.items() %}
            when '{{ name }}' then '{{ address.rstrip("/") }}/leads/detail/' || {{ record_id }}
            {%- endfor %}
        end
    {%- endif -%}
{%- endmacro %}
