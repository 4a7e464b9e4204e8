{# What is left of the amount of a line when pieces of it came back at the door: the share of those that stayed, to the
   kopeck, halves up. Counted in whole kopecks and thousandths of pieces, so that no digit is lost. #}
{% macro field_tables_kept_amount() -%}
    {%- set ordered = 'cast(ordered_quantity * 1000 as hugeint)' -%}
    {%- set kept = 'cast((ordered_quantity - returned_quantity) * 1000 as hugeint)' -%}
    cast(
        case
            when returned_quantity = 0 then ordered_amount
            else cast(
                (2 * cast(ordered_amount * 100 as hugeint) * {{ kept }} + {{ ordered }})
                // nullif(2 * {{ ordered }}, 0) as decimal(18, 0)
            ) * 0.01
        end as decimal(18, 2)
    )
{%- endmacro %}
