{# The stand-ups of a day, and what is counted up to them. #}

{# What mart_day_pulse counts: metrics of the catalogue, and what each needs is said there. #}
{% macro pulse_measures() -%}
    {{ return([
        'leads_count', 'calls_in_count', 'calls_out_count', 'calls_answered_count', 'talk_seconds',
        'meetings_held_count', 'contracts_count', 'deals_won_count', 'timed_receipts_amount'
    ]) }}
{%- endmacro %}

{# The stand-ups of the deployment as rows: mark, time_of_day. #}
{% macro stand_ups() -%}
    {%- for mark in var('pulse_marks') %}
    select
        '{{ mark }}' as mark,
        '{{ mark }}:00' as time_of_day
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# `usual_<name>`: each measure of `sums` divided by the number of days it was summed over, to two decimals; null without days. #}
{% macro mean_each(names, sums, days, days_count) -%}
    {%- for name in names %}
    case
        when {{ days }}.knows_{{ name }} and {{ days_count }} > 0
            then {{ cents_ratio(to_cents(
                'case when ' ~ sums ~ '.employee_key is null then 0 else ' ~ sums ~ '.' ~ name ~ ' end'
            ), days_count) }}
    end as usual_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
