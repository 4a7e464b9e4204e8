{# Which version of a record counts, and whether the record is gone. #}

{# The last select of a staging model that keeps the current version of each record. `rows`: the CTE of typed rows, which
   carries the columns of `newest_records`; `key`: its key column. Adds is_deleted; a row never vanishes. #}
{% macro current_version(rows, key) -%}
    {%- if not is_incremental() %}
    select
        *,
        {{ is_deleted_by_position() }} as is_deleted
    from {{ rows }}
    {%- else %}
    {{ newest_by_key(
        'select * from ' ~ rows
        ~ ' union all by name select * exclude (is_deleted) from ' ~ this
        ~ ' where ' ~ key ~ ' in (select ' ~ key ~ ' from ' ~ rows ~ ')',
        key
    ) }}
    {%- endif %}
{%- endmacro %}

{# The same for a stream that is always listed whole: absence from its newest complete batch means deleted. `rows` may
   hold several versions of a key, for instance parts of a landed record. #}
{% macro current_version_of_whole(rows, key, vendor, stream) -%}
    {%- set versions -%}
        select * replace (
            case _source
                {%- for batch in newest_complete_batches(vendor, stream) %}
                when '{{ batch["source"] }}' then '{{ batch["batch_id"] }}'
                {%- endfor %}
                when '' then ''
            end as _deleted_position
        )
        from (
            select * from {{ rows }}
            {%- if is_incremental() %}
            union all by name
            select * exclude (is_deleted) from {{ this }}
            {%- endif %}
        ) as known_version
    {%- endset %}
    {{ newest_by_key(versions, key) }}
{%- endmacro %}

{% macro newest_by_key(versions, key) -%}
    select
        * exclude (_place),
        {{ is_deleted_by_position() }} as is_deleted
    from (
        select
            * replace (
                max(_deleted_position) over (partition by {{ key }}) as _deleted_position,
                max(_deleted_at) over (partition by {{ key }}) as _deleted_at,
                min(_first_observed_at) over (partition by {{ key }}) as _first_observed_at
            ),
            row_number() over (partition by {{ key }} order by _position desc nulls last) as _place
        from ({{ versions }}) as version
    ) as placed_version
    where _place = 1
{%- endmacro %}

{% macro is_deleted_by_position() -%}
    coalesce(_deleted_position > coalesce(_position, ''), false)
{%- endmacro %}
