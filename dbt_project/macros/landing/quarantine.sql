{# Values that staging could not read: _source, _stream, _key, field_and_kind. All that the vendors supply is looked at
   (var vendors_of), and `tables`: staging models beside it. The name of an entity says how it is kept: `<..>_versions` holds
   every version, of which the newest is asked; `<..>_observations` only repeats what another entity reads. #}
{% macro unreadable_values(tables) -%}
    {%- set current_versions = tables | list -%}
    {%- set all_versions = [] -%}
    {%- for entity, vendors in var('vendors_of').items() if not entity.endswith('_observations') -%}
        {%- for vendor in vendors -%}
            {%- set known = all_versions if entity.endswith('_versions') else current_versions -%}
            {%- do known.append('stg_' ~ vendor ~ '__' ~ entity) -%}
        {%- endfor -%}
    {%- endfor %}
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
