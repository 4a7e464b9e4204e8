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

{# What a customer is on a day: current, new or unknown. `payments`: the alias of his int_customer_payments row, outer-joined. #}
{% macro client_status(payments, day) -%}
    {%- if var('payment_sources') -%}
        case
            when {{ day }} >= {{ payments }}.current_from_date then 'current'
            when {{ day }} between {{ payments }}.new_from_date and {{ payments }}.new_until_date then 'new'
            else 'unknown'
        end
    {%- else -%}
        'unknown'
    {%- endif -%}
{%- endmacro %}

{# `<name>_at`, `is_<name>_assumed`: when the stay with the number `<name>_number` of the deal began, of `visits` joined to `run_numbers`. #}
{% macro began(name) -%}
    max(case when visits.visit_number = run_numbers.{{ name }}_number then visits.entered_at end) as {{ name }}_at,
    max(
        case when visits.visit_number = run_numbers.{{ name }}_number and visits.is_start_assumed then 1 else 0 end
    ) = 1 as is_{{ name }}_assumed
{%- endmacro %}
