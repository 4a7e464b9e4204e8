{# Variation of whole numbers, from their count, sum and sum of squares: exact, so that a bound is met or not on every engine. #}

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
