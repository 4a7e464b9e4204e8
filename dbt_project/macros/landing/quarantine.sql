{# Values that staging could not read: _source, _stream, _key, field_and_kind. `current_versions`: staging models with one row
   per record; `all_versions`: those that keep history, of which the newest version is asked. #}
{% macro unreadable_values(current_versions, all_versions) -%}
    select
        _source,
        _stream,
        _key,
        {{ explode(split_text('_unreadable', ';')) }} as field_and_kind
    from (
        {%- for name in current_versions %}
        select
            _source,
            _stream,
            _key,
            _unreadable
        from {{ ref(name) }}
        where _unreadable is not null and not is_deleted
        {{ 'union all' if not loop.last or all_versions }}
        {%- endfor %}
        {%- for name in all_versions %}
        select
            version._source,
            version._stream,
            version._key,
            version._unreadable
        from {{ ref(name) }} as version
        inner join (
            select
                _source,
                _stream,
                _key,
                max(_position) as _position
            from {{ ref(name) }}
            group by
                _source,
                _stream,
                _key
        ) as newest_version
            on
                version._source = newest_version._source
                and version._stream = newest_version._stream
                and version._key = newest_version._key
                and version._position = newest_version._position
        where version._unreadable is not null
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as unreadable_record
{%- endmacro %}
