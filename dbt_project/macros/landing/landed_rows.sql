{# Rows of landed batches. The only place that knows the landing's columns. #}

{# Rows of the batches still to be taken: _source, _stream, the landing's columns, and _position, whose text order is the
   order of (observed instant, batch, row). A stream without a batch gives no row, with the same types. #}
{% macro landed_rows(vendor, streams, columns) -%}
    {%- set streams = [streams] if streams is string else streams -%}
    {%- set fixtures = [] -%}
    {%- for stream in streams %}{% do fixtures.append(source(vendor, stream)) %}{% endfor -%}
    {%- if model.resource_type == 'unit_test' -%}
        {%- for fixture in fixtures %}
        select
            _source,
            '{{ streams[loop.index0] }}' as _stream,
            {{ landed_columns(columns) }}
        from {{ fixture }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    {%- else -%}
        {%- set groups = {} -%}
        {%- for file in batches_to_take(vendor, streams) -%}
            {%- do groups.setdefault((file['source'], file['stream']), []).append(file['path']) -%}
        {%- endfor -%}
        {%- for (source_name, stream), paths in groups.items() %}
        select
            '{{ source_name }}' as _source,
            '{{ stream }}' as _stream,
            {{ landed_columns(columns) }}
        from read_parquet([
            {%- for path in paths %}
            '{{ landing_pattern() }}/{{ path }}'{{ ',' if not loop.last }}
            {%- endfor %}
        ])
        union all
        {%- endfor %}
        select
            cast(null as text) as _source,
            cast(null as text) as _stream,
            {{ landed_columns(columns) }}
        from (
            select
                cast(null as text) as _key,
                cast(null as text) as _op,
                cast(null as text) as _payload,
                cast(null as text) as _version,
                cast(null as timestamptz) as _observed_at,
                cast(null as text) as _batch_id,
                cast(null as bigint) as _row,
                cast(null as text) as _day
        ) as nothing
        where 1 = 0
    {%- endif -%}
{%- endmacro %}

{% macro landed_columns(columns) -%}
    {%- for column in columns -%}
        {%- if column == '_position' -%}
            _batch_id || '/' || lpad(cast(_row as text), 12, '0') as _position
        {%- elif column == '_observed_at' -%}
            cast(_observed_at at time zone 'UTC' as timestamp) as _observed_at
        {%- else -%}
            {{ column }}
        {%- endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
