{# The catalogue of metrics (models/metrics/*.yml) as rows, so that SQL can join it and unit tests can give their own. #}

{# Its metrics by name; none while dbt only parses. #}
{% macro catalogue() -%}
    {{ return(graph.metrics.values() | sort(attribute='name') if execute else []) }}
{%- endmacro %}

{# A word of the catalogue as a literal, null for none. #}
{% macro catalogue_text(text) -%}
    {{ "'" ~ (text | string | replace("'", "''")) ~ "'" if text is not none and text is defined else 'cast(null as varchar)' }}
{%- endmacro %}

{# The semantic model and the measure of a simple metric: {model, measure}; both none for a ratio or a sum of metrics. #}
{% macro measure_of(metric) -%}
    {%- set found = namespace(model=none, measure=none) -%}
    {%- for semantic_model in graph.semantic_models.values() if metric.type == 'simple' -%}
        {%- for measure in semantic_model.measures if measure.name == metric.type_params.measure.name -%}
            {%- set found.model = semantic_model -%}
            {%- set found.measure = measure -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# The formula as people read it: an aggregate of a mart's columns, or metrics and what is done with them. #}
{% macro formula_of(metric, found) -%}
    {%- if metric.type == 'ratio' -%}
        {{ return(metric.type_params.numerator.name ~ ' / ' ~ metric.type_params.denominator.name) }}
    {%- elif metric.type == 'simple' -%}
        {{ return(found.measure.agg ~ '(' ~ (found.measure.expr or found.measure.name) ~ ')') }}
    {%- else -%}
        {{ return(metric.type_params.expr) }}
    {%- endif -%}
{%- endmacro %}

{# One row per metric, in the order of their names. #}
{% macro catalogue_rows() -%}
    {%- for metric in catalogue() %}
    {%- set meta = metric.config.meta %}
    {%- set found = measure_of(metric) %}
    {%- set parts = metric.type_params %}
    select
        {{ catalogue_text(metric.name) }} as metric,
        {{ catalogue_text(metric.label) }} as label_en,
        {{ catalogue_text(meta.label_ru) }} as label_ru,
        {{ catalogue_text(metric.description) }} as description_en,
        {{ catalogue_text(meta.description_ru) }} as description_ru,
        {{ catalogue_text(meta.unit) }} as unit,
        {{ catalogue_text(meta.direction) }} as direction,
        {{ catalogue_text(meta.additivity) }} as additivity,
        {{ catalogue_text(formula_of(metric, found)) }} as formula,
        {{ catalogue_text(parts.numerator.name if metric.type == 'ratio' else none) }} as numerator,
        {{ catalogue_text(parts.denominator.name if metric.type == 'ratio' else none) }} as denominator,
        {{ catalogue_text(found.model.node_relation.alias if found.model else none) }} as mart,
        {{ catalogue_text(
            (found.measure.agg_time_dimension or found.model.defaults.agg_time_dimension) if found.model else none
        ) }} as date_column,
        {{ catalogue_text(meta.entities | join(', ')) }} as entities,
        cast({{ meta.tier }} as bigint) as tier,
        {{ catalogue_text(meta.owner) }} as owner,
        {{ 'true' if meta.is_planned else 'false' }} as is_planned
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# One row per metric and entity that must be loaded for it; without a source of payments, none of a metric that needs them. #}
{% macro catalogue_entities() -%}
    {%- set needs = [] -%}
    {%- for metric in catalogue() -%}
        {%- set meta = metric.config.meta -%}
        {%- if var('payment_sources') or 'payments' not in meta.entities -%}
            {%- for entity in meta.entities -%}
                {%- do needs.append((metric.name, entity, 'true' if meta.is_planned else 'false')) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for metric, entity, is_planned in needs %}
    select
        '{{ metric }}' as metric,
        '{{ entity }}' as entity,
        {{ is_planned }} as is_planned
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
