{# A person held against the others of his department. #}

{# `unit_<name>`: each count of all rows of the window less the row's own. #}
{% macro others_counts(names, rows, unit) -%}
    {%- for name in names %}
        cast(sum({{ rows }}.{{ name }}) over {{ unit }} - {{ rows }}.{{ name }} as bigint) as unit_{{ name }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Whether the 95 % Wilson interval of a share `reached` of `entered` ends below `others_reached` of `others_entered`
   (counts, entered above 0). Counts are multiplied, not divided: where all passed, the end is 1 and never below 1. #}
{% macro is_below_wilson(reached, entered, others_reached, others_entered) -%}
    {%- set gap = 'cast(' ~ others_reached ~ ' * ' ~ entered ~ ' - ' ~ reached ~ ' * ' ~ others_entered ~ ' as double)' -%}
    (
        {{ gap }} > 0
        and {{ gap }} * {{ gap }}
        > 3.841458820694124 * {{ entered }} * {{ others_reached }} * ({{ others_entered }} - {{ others_reached }})
    )
{%- endmacro %}
