{# Classes of customers and products, in whole numbers: so that a bound is met or not on every engine. Variation is told from count, sum and sum
   of squares. #}

{# The class by what stands before in the order of amounts, of the whole. #}
{% macro abc_class(before, whole) -%}
    case
        when 100 * {{ before }} < {{ var('abc_a_share') }} * {{ whole }} then 'A'
        when 100 * {{ before }} < {{ var('abc_b_share') }} * {{ whole }} then 'B'
        else 'C'
    end
{%- endmacro %}

{# The coefficient of variation (over all values, not a sample) is at most `percent`; false where the sum is not above 0. #}
{% macro varies_at_most(values_count, total, squares, percent) -%}
    (
        {{ total }} > 0
        and 10000 * ({{ wide(values_count) }} * {{ wide(squares) }} - {{ wide(total) }} * {{ wide(total) }})
        <= {{ percent }} * {{ percent }} * {{ wide(total) }} * {{ wide(total) }}
    )
{%- endmacro %}

{# The coefficient of variation in percent, two digits; null where the sum is not above 0. #}
{% macro variation_pct(values_count, total, squares) -%}
    case
        when {{ total }} > 0
            then round(
                100 * sqrt(
                    cast(
                        {{ wide(values_count) }} * {{ wide(squares) }} - {{ wide(total) }} * {{ wide(total) }} as double
                    )
                ) / nullif(cast({{ total }} as double), 0), 2
            )
    end
{%- endmacro %}
