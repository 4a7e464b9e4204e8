{# Words of Profitbase in those of the house. #}

{# The catalogue's own status behind a word for one: AVAILABLE, or a status of the account as BOOKED_amo_643f…. #}
{% macro profitbase_base_status(word) -%}
    {%- set base = "lower(split_part(trim(" ~ word ~ "), '_', 1))" -%}
    case
        when {{ base }} in ('available', 'booked', 'execution', 'sold', 'unavailable') then {{ base }}
        else 'other'
    end
{%- endmacro %}

{# What a property is, by its type, which accounts add to, and by what the type is for. #}
{% macro profitbase_kind(named_type, named_purpose) -%}
    {%- set type = 'lower(trim(' ~ named_type ~ '))' -%}
    {%- set purpose = 'nullif(lower(trim(' ~ named_purpose ~ ")), '')" -%}
    case
        when {{ type }} in ('parking', 'pantry', 'townhouse') then {{ type }}
        when {{ purpose }} in ('residential', 'apartment') then 'flat'
        when {{ purpose }} in ('commercial', 'office') then 'commercial'
        when {{ purpose }} = 'parking' then 'parking'
        when {{ type }} = 'property' and {{ purpose }} is null then 'flat'
        else 'other'
    end
{%- endmacro %}
