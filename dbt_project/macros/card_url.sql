{# Address that opens a card, null where nobody has said it (var card_urls): `kind` is lead, deal, contact or company. #}
{% macro card_url(source, kind, record_id) -%}
    {%- set addresses = [] -%}
    {%- for name, address_of_kind in var('card_urls').items() -%}
        {%- for card, address in address_of_kind.items() -%}
            {%- do addresses.append([name, card, address.split('{id}')]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if not addresses -%}
        cast(null as text)
    {%- else -%}
        case
            {%- for name, card, parts in addresses %}
            when {{ source }} = '{{ name }}' and {{ kind }} = '{{ card }}'
                then '{{ parts[0] }}' || {{ record_id }} || '{{ parts[1] }}'
            {%- endfor %}
        end
    {%- endif -%}
{%- endmacro %}
