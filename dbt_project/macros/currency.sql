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

{# In an aggregate: the sum of amounts of which some may lack a rate (docs/decisions/0015). What is not known adds nothing; 0 where
   there is nothing to add up, null where nothing of it is known. `where`: which rows are added up. #}
{% macro sum_known(amount, where='true') -%}
    case
        when count(case when {{ where }} then 1 end) > 0
            then sum(case when {{ where }} then {{ amount }} end)
        else 0
    end
{%- endmacro %}

{# The same over sums that were made so: a 0 among them had nothing to add up. #}
{% macro sum_of_sums(amount) -%}
    {{ sum_known(amount, '(' ~ amount ~ ' is null or ' ~ amount ~ ' <> 0)') }}
{%- endmacro %}

{# The running sum of such sums in a window, one a row. #}
{% macro sum_until(amount, window) -%}
    case
        when count(case when coalesce({{ amount }}, 1) <> 0 then 1 end) over {{ window }} > 0
            then sum(nullif({{ amount }}, 0)) over {{ window }}
        else 0
    end
{%- endmacro %}

{# A whole number that may outgrow 64 bits. #}
{% macro wide(expression) -%}
    {{ return(adapter.dispatch('wide', 'voronka')(expression)) }}
{%- endmacro %}

{% macro duckdb__wide(expression) -%}
    cast({{ expression }} as hugeint)
{%- endmacro %}
