{# The vocabulary of the funnel: steps, stages and the direction of a move. #}

{# The direction of a move into `to_step`: lost wins over all, then the order of the steps decides. #}
{% macro move_direction(from_step_order, to_step, to_step_order) -%}
    case
        when {{ to_step }} in ('lost', 'junk') then 'lost'
        when {{ from_step_order }} is null or {{ to_step_order }} is null then 'unmapped'
        when {{ to_step_order }} > {{ from_step_order }} then 'forward'
        when {{ to_step_order }} < {{ from_step_order }} then 'back'
        else 'same_step'
    end
{%- endmacro %}

{# Was the customer without a payment before the day? Null without a customer, or when no source of payments is named. #}
{% macro is_new_customer(customer_key, first_payment_date, day) -%}
    {%- if var('payment_sources') -%}
        case when {{ customer_key }} is not null then coalesce({{ first_payment_date }} >= {{ day }}, true) end
    {%- else -%}
        cast(null as boolean)
    {%- endif -%}
{%- endmacro %}
