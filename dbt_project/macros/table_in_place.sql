{# Tables are replaced in place, in one transaction: dbt-duckdb builds a second one beside it, renames both and drops, statement by
   statement, which is a sixth of the CPU of a small night. An incremental one takes its new rows, compares their columns with its own
   and exchanges them in one call: dbt-duckdb asks for the columns four times and looks for leftovers, another tenth.
   No indexes, grants or foreign keys: there are none. #}
{% materialization table, adapter='duckdb' %}
    {{ return(build_in_place()) }}
{% endmaterialization %}

{% materialization incremental, adapter='duckdb' %}
    {{ return(build_in_place()) }}
{% endmaterialization %}

{# Builds the model that dbt is at. Only an incremental model whose table stands already takes rows; any other is made anew. #}
{% macro build_in_place() %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% if existing_relation is not none and not existing_relation.is_table %}
        {{ adapter.drop_relation(existing_relation) }}
    {% endif %}
    {% call statement('main') -%}
        {%- if is_incremental() %}
        {{ take_in_place(target_relation, compiled_code) }}
        {%- else %}
        drop table if exists {{ target_relation }};
        {{ create_table_as(False, target_relation, compiled_code) }}
        {%- endif %}
    {%- endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmacro %}

{# Puts the rows of a statement in the place of those with their keys. Fails where its columns are not those of the table. #}
{% macro take_in_place(table, statement) -%}
    {{ return(adapter.dispatch('take_in_place', 'voronka')(table, statement)) }}
{%- endmacro %}

{% macro duckdb__take_in_place(table, statement) -%}
    {%- set taken = table.identifier ~ '__taken' -%}
    {%- set keys = config.get('unique_key') -%}
    {%- set keys = keys if keys is string else keys | join(', ') -%}
    create or replace temporary table {{ taken }} as (
        {{ statement }}
    );
    select error('columns of {{ table.identifier }} changed: ' || string_agg(column_name || ' ' || column_type, ', '))
    from (
        (
            select column_name, column_type from (describe {{ taken }})
            except
            select column_name, column_type from (describe {{ table }})
        )
        union all
        (
            select column_name, column_type from (describe {{ table }})
            except
            select column_name, column_type from (describe {{ taken }})
        )
    ) as difference
    having count(*) > 0;
    delete from {{ table }} where ({{ keys }}) in (select {{ keys }} from {{ taken }});
    insert into {{ table }} by name select * from {{ taken }};
    drop table {{ taken }};
{%- endmacro %}
