{# From rows of landed batches to one row per record, parsed. #}

{# Every landed row, parsed once: _source, _stream, _key, _op, _batch_id, payload (a struct of `shape`; null on a
   tombstone), and the places that `newest_records` gives. #}
{% macro landed_records(vendor, streams, shape) -%}
    select
        _source,
        _stream,
        _key,
        _op,
        _batch_id,
        _position,
        _observed_at,
        cast(null as text) as _deleted_position,
        cast(null as timestamp) as _deleted_at,
        _observed_at as _first_observed_at,
        {{ parsed('_payload', shape) }} as payload
    from (
        {{ landed_rows(vendor, streams, ['_key', '_op', '_payload', '_observed_at', '_batch_id', '_position']) }}
    ) as landed_row
{%- endmacro %}

{# The newest version of every record among the landed rows, parsed once: _source, _stream, _key, payload, its _position
   and _observed_at, _deleted_position and _deleted_at of the newest tombstone, _first_observed_at. #}
{% macro newest_records(vendor, streams, shape) -%}
    select
        newest._source,
        newest._stream,
        newest._key,
        newest._position,
        newest._observed_at,
        newest._deleted_position,
        newest._deleted_at,
        newest._first_observed_at,
        {{ parsed('landed_payload._payload', shape) }} as payload
    from (
        select
            _source,
            _stream,
            _key,
            max(case when _op = 'upsert' then _position end) as _position,
            max(case when _op = 'upsert' then _observed_at end) as _observed_at,
            max(case when _op = 'delete' then _position end) as _deleted_position,
            max(case when _op = 'delete' then _observed_at end) as _deleted_at,
            min(_observed_at) as _first_observed_at
        from (
            {{ landed_rows(vendor, streams, ['_key', '_op', '_observed_at', '_position']) }}
        ) as landed_place
        group by _source, _stream, _key
    ) as newest
    left join (
        {{ landed_rows(vendor, streams, ['_payload', '_position']) }}
    ) as landed_payload
        on
            newest._source = landed_payload._source
            and newest._stream = landed_payload._stream
            and newest._position = landed_payload._position
{%- endmacro %}

{# JSON text as a struct: one pass over the text whatever the number of fields. Leaves are taken as text and cast
   where they are named, so that a value of an unexpected type can be told from an absent one. #}
{% macro parsed(text, shape) -%}
    {{ return(adapter.dispatch('parsed', 'voronka')(text, shape)) }}
{%- endmacro %}

{% macro duckdb__parsed(text, shape) -%}
    from_json({{ text }}, '{{ tojson(shape) }}')
{%- endmacro %}
