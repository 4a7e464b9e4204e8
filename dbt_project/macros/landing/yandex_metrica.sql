{# Marks of Metrica's reports: a column is called after the attribution of the counter's settings, of which a record has one. #}

{% macro metrica_attributions() -%}
    {{ return(['lastsign', 'last', 'first', 'automatic']) }}
{%- endmacro %}

{# Shape of a record of a report: the marks, under every name that they may have, and `figures`. #}
{% macro metrica_shape(figures) -%}
    {%- set shape = {} -%}
    {%- for attribution in metrica_attributions() -%}
        {%- for mark in ['UTMSource', 'UTMMedium', 'UTMCampaign'] -%}
            {%- do shape.update({'ym:s:' ~ attribution ~ mark: 'VARCHAR'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do shape.update(figures) -%}
    {{ return(shape) }}
{%- endmacro %}

{# A mark as the visit has it, null without one. #}
{% macro metrica_mark(mark) -%}
    coalesce(
        {%- for attribution in metrica_attributions() %}
        nullif(trim(payload."ym:s:{{ attribution }}{{ mark }}"), ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
