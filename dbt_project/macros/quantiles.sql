{# Medians and quantiles, which engines round and interpolate differently. #}

{# An aggregate: the quantile of a number, interpolated linearly, in double precision. `share`: 0.5 is the median. #}
{% macro quantile(number, share) -%}
    {{ return(adapter.dispatch('quantile', 'voronka')(number, share)) }}
{%- endmacro %}

{% macro duckdb__quantile(number, share) -%}
    quantile_cont(cast({{ number }} as double), {{ share }})
{%- endmacro %}
