{# dbt asks the warehouse for the columns of an example's input, and an entity of vendors is no relation there: it is a part of the
   statements that read it. While examples run, an empty view with the columns of its YAML stands for each. #}

{% macro stand_in_for_entities() -%}
    {%- for entity in entities_of_examples() %}
    create or replace view {{ place_of(entity) }} as
    select
        {%- for column in entity.columns.values() %}
        cast(null as {{ column.data_type }}) as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where 1 = 0;
    {%- endfor %}
{%- endmacro %}

{% macro drop_what_stood_in() -%}
    {%- for entity in entities_of_examples() %}
    drop view if exists {{ place_of(entity) }};
    {%- endfor %}
{%- endmacro %}

{# The models without a relation of their own, where dbt runs an example; else nothing. #}
{% macro entities_of_examples() -%}
    {%- set found = [] -%}
    {%- if execute and 'unit_test.' in selected_resources | join(' ') -%}
        {%- for node in graph.nodes.values() if node.config.materialized == 'ephemeral' -%}
            {%- do found.append(node) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{% macro place_of(node) -%}
    {{ api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) }}
{%- endmacro %}
