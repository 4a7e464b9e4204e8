{# What lies in the landing, and what each staging model has already taken from it. The list is made once, at the start of
   a run, and does not change while the run lasts: a batch that arrives meanwhile is the next run's. #}

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

{# The batches of some streams that the model still has to take: path, source, stream. All of them on a full refresh. #}
{% macro batches_to_take(vendor, streams) -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return([]) }}
    {%- endif -%}
    {% set sql -%}
        select path, source, stream
        from landing.batches
        where
            vendor = '{{ vendor }}'
            and stream in ('{{ streams | join("', '") }}')
            {%- if is_incremental() %}
            and path not in (select path from landing.taken where model = '{{ this.identifier }}')
            {%- endif %}
        order by path
    {%- endset %}
    {# Asked for the places of records and again for their payloads. #}
    {% if model.get('_batches', {}).get(sql) is none %}
        {% do model.setdefault('_batches', {}).update({sql: run_query(sql).rows}) %}
    {% endif %}
    {{ return(model['_batches'][sql]) }}
{%- endmacro %}

{# The newest complete batch of each source of a stream: what is absent from it has been deleted. #}
{% macro newest_complete_batches(vendor, stream) -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return([]) }}
    {%- endif -%}
    {% set sql -%}
        select source, max(batch_id) as batch_id
        from landing.batches
        where vendor = '{{ vendor }}' and stream = '{{ stream }}' and is_complete
        group by source
        order by source
    {%- endset %}
    {{ return(run_query(sql).rows) }}
{%- endmacro %}

{# Post-hook of every staging model: what it has taken. It commits with the model's rows, so a crash repeats a batch
   rather than losing it. A model made of others takes nothing. #}
{% macro remember_taken() -%}
    {%- if execute and model.sources -%}
        {% set streams = [] %}
        {% for source_name, table in model.sources %}
            {% do streams.append("(vendor = '" ~ source_name ~ "' and stream = '" ~ table ~ "')") %}
        {% endfor %}
        {% do run_query(
            "delete from landing.taken where model = '" ~ this.identifier ~ "'"
            ~ " and fingerprint <> '" ~ staging_fingerprint() ~ "'"
        ) %}
        insert into landing.taken
        select
            '{{ this.identifier }}' as model,
            path,
            '{{ staging_fingerprint() }}' as fingerprint
        from landing.batches
        where
            ({{ streams | join(' or ') }})
            and path not in (select path from landing.taken where model = '{{ this.identifier }}')
    {%- endif -%}
{%- endmacro %}

{# What a staging table depends on besides the landing. Raise `staging_version` in dbt_project.yml when a macro changes
   what staging holds; a changed model is noticed by itself. #}
{% macro staging_fingerprint() -%}
    {% set zones = var('source_zones').items() | join if var('source_zones') else '' %}
    {{ return(local_md5(model.raw_code ~ '|' ~ var('staging_version') ~ '|' ~ var('timezone') ~ zones)) }}
{%- endmacro %}

{# Overrides dbt's own: a staging table made by another version of its model is rebuilt from the landing, unasked. #}
{% macro should_full_refresh() -%}
    {% set configured = config.get('full_refresh') %}
    {% if configured is not none %}
        {{ return(configured) }}
    {% endif %}
    {{ return(flags.FULL_REFRESH or is_outdated()) }}
{%- endmacro %}

{% macro is_outdated() -%}
    {% if not execute or model.resource_type != 'model' or 'landing' not in model.tags %}
        {{ return(false) }}
    {% endif %}
    {# Asked by each `is_incremental()` of the model, and the same for as long as the model runs. #}
    {% if '_is_outdated' not in model %}
        {% set others = run_query(
            "select count(*) from landing.taken where model = '" ~ this.identifier ~ "'"
            ~ " and fingerprint <> '" ~ staging_fingerprint() ~ "'"
        ) %}
        {% do model.update({'_is_outdated': others.columns[0].values()[0] > 0}) %}
    {% endif %}
    {{ return(model['_is_outdated']) }}
{%- endmacro %}
