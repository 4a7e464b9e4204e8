{# Medians and quantiles, which engines round and interpolate differently. #}

{# An aggregate: the quantile of a number, interpolated linearly, in double precision. `share`: 0.5 is the median. #}
{% macro quantile(number, share) -%}
    {{ return(adapter.dispatch('quantile', 'voronka')(number, share)) }}
{%- endmacro %}

{% macro duckdb__quantile(number, share) -%}
    quantile_cont(cast({{ number }} as double), {{ share }})
{%- endmacro %}

{# An aggregate: the median of how far each number is from the median of all, in double precision. #}
{% macro median_deviation(number) -%}
    {{ return(adapter.dispatch('median_deviation', 'voronka')(number)) }}
{%- endmacro %}

{% macro duckdb__median_deviation(number) -%}
    mad(cast({{ number }} as double))
{%- endmacro %}
