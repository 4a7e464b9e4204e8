{# Amounts in the base currency. #}

{# An amount of some currency in the base one, rounded half away from zero to two decimals; null without a rate. `rate`:
   alias of the int_exchange_rates row of the day, joined left. #}
{% macro in_base_currency(amount, currency_code, rate) -%}
    case
        when {{ currency_code }} = '{{ var("base_currency") }}' then {{ amount }}
        else {{ cents_ratio(
            wide(to_cents(amount)) ~ ' * ' ~ wide('1000000 * ' ~ rate ~ '.rate'), '1000000 * ' ~ rate ~ '.multiplicity'
        ) }}
    end
{%- endmacro %}

{# A whole number that may outgrow 64 bits. #}
{% macro wide(expression) -%}
    {{ return(adapter.dispatch('wide', 'voronka')(expression)) }}
{%- endmacro %}

{% macro duckdb__wide(expression) -%}
    cast({{ expression }} as hugeint)
{%- endmacro %}
