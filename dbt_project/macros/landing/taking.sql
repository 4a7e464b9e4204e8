{# What each staging model has already taken from the landing, and when it is to be made anew. #}

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
