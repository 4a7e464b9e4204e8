{# The catalogue of metrics (models/metrics/*.yml) as rows, so that SQL can join it and unit tests can give their own. #}

{#
    Its entries by name: {metric, meta, model, measure}; none while dbt only parses. A metric that a measure makes has the
    measure's meta, and is the only kind with a measure and its semantic model. A metric whose meta lacks a word of the
    catalogue is dbt's alone.
#}
{% macro catalogue() -%}
    {%- set words = ['label_ru', 'description_ru', 'unit', 'direction', 'additivity', 'entities', 'tier', 'owner'] -%}
    {%- set measures = {} -%}
    {%- set entries = [] -%}
    {%- if execute -%}
        {%- for semantic_model in graph.semantic_models.values() -%}
            {%- for measure in semantic_model.measures -%}
                {%- do measures.update({measure.name: {'model': semantic_model, 'measure': measure}}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for metric in graph.metrics.values() | sort(attribute='name') -%}
            {%- set found = measures.get(metric.name, {}) if metric.type == 'simple' else {} -%}
            {%- set config = (found.measure if found else metric).config or {} -%}
            {%- set meta = config.meta or {} -%}
            {%- if words | select('in', meta) | list | length == words | length -%}
                {%- do entries.append({'metric': metric, 'meta': meta, 'model': found.model, 'measure': found.measure}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(entries) }}
{%- endmacro %}

{# A word of the catalogue as a literal, null for none. #}
{% macro catalogue_text(text) -%}
    {{ "'" ~ (text | string | replace("'", "''")) ~ "'" if text is not none else 'cast(null as varchar)' }}
{%- endmacro %}

{# The formula as people read it: an aggregate of a mart's columns, or metrics and what is done with them. #}
{% macro formula_of(entry) -%}
    {%- set parts = entry.metric.type_params -%}
    {%- if entry.metric.type == 'ratio' -%}
        {{ return(parts.numerator.name ~ ' / ' ~ parts.denominator.name) }}
    {%- elif entry.measure -%}
        {{ return(entry.measure.agg ~ '(' ~ (entry.measure.expr or entry.measure.name) ~ ')') }}
    {%- else -%}
        {{ return(parts.expr) }}
    {%- endif -%}
{%- endmacro %}

{# One row per metric, in the order of their names. #}
{% macro catalogue_rows() -%}
    {%- for entry in catalogue() %}
    {%- set metric, meta, model, measure = entry.metric, entry.meta, entry.model, entry.measure %}
    {%- set is_ratio = metric.type == 'ratio' %}
    select
        {{ catalogue_text(metric.name) }} as metric,
        {{ catalogue_text(metric.label) }} as label_en,
        {{ catalogue_text(meta.label_ru) }} as label_ru,
        {{ catalogue_text(metric.description) }} as description_en,
        {{ catalogue_text(meta.description_ru) }} as description_ru,
        {{ catalogue_text(meta.unit) }} as unit,
        {{ catalogue_text(meta.direction) }} as direction,
        {{ catalogue_text(meta.additivity) }} as additivity,
        {{ catalogue_text(formula_of(entry)) }} as formula,
        {{ catalogue_text(metric.type_params.numerator.name if is_ratio else none) }} as numerator,
        {{ catalogue_text(metric.type_params.denominator.name if is_ratio else none) }} as denominator,
        {{ catalogue_text(model.node_relation.alias if model else none) }} as mart,
        {{ catalogue_text(
            (measure.agg_time_dimension or model.defaults.agg_time_dimension) if model else none
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
    {%- for entry in catalogue() if var('payment_sources') or 'payments' not in entry.meta.entities -%}
        {%- for entity in entry.meta.entities -%}
            {%- do needs.append((entry.metric.name, entity, 'true' if entry.meta.is_planned else 'false')) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for metric, entity, is_planned in needs %}
    select
        '{{ metric }}' as metric,
        '{{ entity }}' as entity,
        {{ is_planned }} as is_planned
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
