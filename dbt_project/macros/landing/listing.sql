{# What lies in the landing. The list is made once, at the start of a run, and does not change while the run lasts: a batch that
   arrives meanwhile is the next run's. #}

{% macro landing_root() -%}
    {{ return((env_var('VORONKA_VAR', 'var') ~ '/landing') | replace("'", "''")) }}
{%- endmacro %}

{# The same for whatever takes a pattern: a sign of the path that means something in a pattern means itself. #}
{% macro landing_pattern() -%}
    {{ return(as_pattern(landing_root())) }}
{%- endmacro %}

{% macro as_pattern(path) -%}
    {{ return(path | replace('[', '[[]') | replace('*', '[*]')) }}
{%- endmacro %}

{# On-run-start hook: notes the batches that are new and forgets those whose file is gone. A model that has taken one of
   these is rebuilt from what is left, as its rows may not stay. #}
{% macro list_landing() -%}
    {%- if execute -%}
        {% do run_query('create schema if not exists landing') %}
        {% do run_query(
            'create table if not exists landing.batches ('
            ~ 'path text, vendor text, source text, stream text, batch_id text, is_complete boolean, footer text)'
        ) %}
        {% do run_query(
            'create table if not exists landing.taken (model text, path text, fingerprint text)'
        ) %}
        {% set root = landing_root() %}
        {% do run_query(
            'create or replace temp table landing_files as '
            ~ "select substr(file, length('" ~ root ~ "') + 2) as path "
            ~ "from glob('" ~ landing_pattern() ~ "/*/*/*/*/*.parquet')"
        ) %}
        {% do run_query('delete from landing.batches where path not in (select path from landing_files)') %}
        {% do run_query(
            "update landing.taken set fingerprint = 'a batch of it is gone' where model in "
            ~ '(select model from landing.taken where path not in (select path from landing_files))'
        ) %}
        {% set new = run_query(
            'select path from landing_files where path not in (select path from landing.batches) order by path'
        ).columns[0].values() %}
        {% for some in new | batch(1000) %}
            {% do run_query(note_batches(root, some)) %}
        {% endfor %}
    {%- endif -%}
{%- endmacro %}

{# Reads the footers of some new files into landing.batches. #}
{% macro note_batches(root, paths) -%}
    insert into landing.batches
    select
        path,
        split_part(path, '/', 1) as vendor,
        split_part(path, '/', 2) as source,
        split_part(path, '/', 3) as stream,
        footer ->> '$.batch_id' as batch_id,
        cast(footer ->> '$.complete' as boolean) as is_complete,
        footer
    from (
        select
            substr(file_name, length('{{ root }}') + 2) as path,
            decode(value) as footer
        from parquet_kv_metadata([
            {%- for path in paths %}
            '{{ landing_pattern() }}/{{ path }}'{{ ',' if not loop.last }}
            {%- endfor %}
        ])
        where decode(key) = 'voronka'
    ) as file_footers
{%- endmacro %}
