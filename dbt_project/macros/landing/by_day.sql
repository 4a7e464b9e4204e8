{# Streams that are read day by day: the newest complete batch that names a day says all of the day. #}

{# The days that batches still to be taken settle anew: source, stream, day, batch_id. A day whose newest batch has been
   taken already is left out, so that a batch that arrives late takes nothing back. #}
{% macro days_to_take(vendor, streams) -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return([]) }}
    {%- endif -%}
    {% set sql -%}
        select
            source,
            stream,
            day,
            max(batch_id) as batch_id
        from (
            select
                source,
                stream,
                batch_id,
                unnest(cast(footer -> '$.days' as text[])) as day
            from landing.batches
            where vendor = '{{ vendor }}' and stream in ('{{ streams | join("', '") }}') and is_complete
        ) as day_of_batch
        group by source, stream, day
        having
            max(batch_id) in (
                select batch_id from landing.batches
                where
                    vendor = '{{ vendor }}'
                    {%- if is_incremental() %}
                    and path not in (select path from landing.taken where model = '{{ this.identifier }}')
                    {%- endif %}
            )
        order by source, stream, day
    {%- endset %}
    {{ return(run_query(sql).rows) }}
{%- endmacro %}

{# The records of those days, each parsed once: day_key, _source, _stream, _day, _key, payload (a struct of `shape`), their
   _position and _observed_at. A day without records gives one row without a key: it was read, and it is empty. #}
{% macro newest_days(vendor, streams, shape) -%}
    {%- set streams = [streams] if streams is string else streams -%}
    select
        day_place.day_key,
        day_place._source,
        day_place._stream,
        day_place._day,
        day_place._key,
        day_place._position,
        day_place._observed_at,
        {{ parsed('landed_payload._payload', shape) }} as payload
    from (
        select
            settled_day.source || ':' || settled_day.stream || ':' || settled_day.day as day_key,
            settled_day.source as _source,
            settled_day.stream as _stream,
            settled_day.day as _day,
            landed_place._key,
            max(landed_place._position) as _position,
            max(landed_place._observed_at) as _observed_at
        from (
            values
            {%- for row in days_to_take(vendor, streams) %}
            ('{{ row["source"] }}', '{{ row["stream"] }}', '{{ row["day"] }}', '{{ row["batch_id"] }}'),
            {%- endfor %}
            (cast(null as text), cast(null as text), cast(null as text), cast(null as text))
        ) as settled_day (source, stream, day, batch_id)
        left join (
            {{ landed_rows(vendor, streams, ['_key', '_day', '_batch_id', '_observed_at', '_position']) }}
        ) as landed_place
            on
                settled_day.source = landed_place._source
                and settled_day.stream = landed_place._stream
                and settled_day.batch_id = landed_place._batch_id
                and settled_day.day = landed_place._day
        where settled_day.day is not null
        group by
            settled_day.source,
            settled_day.stream,
            settled_day.day,
            landed_place._key
    ) as day_place
    left join (
        {{ landed_rows(vendor, streams, ['_payload', '_position']) }}
    ) as landed_payload
        on
            day_place._source = landed_payload._source
            and day_place._stream = landed_payload._stream
            and day_place._position = landed_payload._position
{%- endmacro %}

{# The last select of a staging model of days. `rows`: the CTE of typed rows, which carries `day_place_columns`. Set
   unique_key='day_key': the rows of a day replace those that the day had before. #}
{% macro current_days(rows) -%}
    select
        *,
        _key is null as is_deleted
    from {{ rows }}
{%- endmacro %}

{# Columns that every staging table of days ends with. #}
{% macro day_place_columns() -%}
    day_key,
    _source,
    _stream,
    _day,
    _key,
    _position,
    _observed_at
{%- endmacro %}
