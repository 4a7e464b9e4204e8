{# Money arithmetic in whole kopecks, because division of decimals is a double on some engines. #}

{# An amount with two decimals as whole kopecks. #}
{% macro to_cents(amount) -%}
    cast(({{ amount }}) * 100 as bigint)
{%- endmacro %}

{# dividend ÷ divisor ÷ 100 as decimal(18,2), rounded half away from zero without passing through inexact numbers.
   Both are bigint expressions; the dividend is in kopecks (or hundredths). Null where the divisor is 0. #}
{% macro cents_ratio(dividend, divisor) -%}
    {%- set twice = "(2 * abs(" ~ dividend ~ ") + abs(" ~ divisor ~ "))" -%}
    {%- set bound = "nullif(2 * abs(" ~ divisor ~ "), 0)" -%}
    cast(
        cast(
            (case when ({{ dividend }} < 0) <> ({{ divisor }} < 0) then -1 else 1 end)
            * (({{ twice }} - mod({{ twice }}, {{ bound }})) / nullif(2 * abs({{ divisor }}), 0)) as bigint
        ) * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
    )
{%- endmacro %}

{# dividend ÷ divisor, both decimal(18,2), as decimal(18,4), rounded half away from zero without inexact numbers. Null where the divisor is 0. #}
{% macro exact_ratio(dividend, divisor) -%}
    {%- set above = "(" ~ to_cents(dividend) ~ " * 10000)" -%}
    {%- set below = to_cents(divisor) -%}
    {%- set twice = "(2 * abs(" ~ above ~ ") + abs(" ~ below ~ "))" -%}
    {%- set bound = "nullif(2 * abs(" ~ below ~ "), 0)" -%}
    cast(
        cast(
            (case when ({{ above }} < 0) <> ({{ below }} < 0) then -1 else 1 end)
            * (({{ twice }} - mod({{ twice }}, {{ bound }})) / nullif(2 * abs({{ below }}), 0)) as bigint
        ) * cast(0.0001 as decimal(5, 4)) as decimal(18, 4)
    )
{%- endmacro %}

{# dividend ÷ divisor, both whole and not negative, rounded half up (bigint). Null where the divisor is 0. #}
{% macro whole_ratio(dividend, divisor) -%}
    cast(floor((2 * {{ dividend }} + {{ divisor }}) / nullif(2 * {{ divisor }}, 0)) as bigint)
{%- endmacro %}

{# part ÷ whole in percent as decimal(18,2), rounded half away from zero; null where the whole is 0. Whole numbers of one unit. #}
{% macro share_pct(part, whole) -%}
    {{ cents_ratio('(10000 * ' ~ wide(part) ~ ')', wide(whole)) }}
{%- endmacro %}
