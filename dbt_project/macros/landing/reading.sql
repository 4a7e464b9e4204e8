{# Values as vendors write them. A value that cannot be read becomes null, and is named in the column `_unreadable` of its
   row; int_quarantined_values lists those. #}

{# A typed value of the payload. `as_what`: amount, quantity, rate, whole_number, flag, day, epoch (seconds, UTC),
   instant (ISO with an offset), local_time (no zone: the one of its source), utc_time (no zone: UTC). `noted`: the model's
   list of readings, from which `unreadable` is made. #}
{% macro read(field, as_what, noted=none, of='payload') -%}
    {%- set raw = of ~ '."' ~ (field | replace('.', '"."')) ~ '"' -%}
    {%- if noted is not none -%}{%- do noted.append([field, raw, as_what]) -%}{%- endif -%}
    {{- value_of(raw, as_what) -}}
{%- endmacro %}

{% macro value_of(raw, as_what) -%}
    {%- if as_what == 'amount' -%}
        try_cast({{ raw }} as decimal(18, 2))
    {%- elif as_what == 'quantity' -%}
        try_cast({{ raw }} as decimal(18, 3))
    {%- elif as_what == 'rate' -%}
        try_cast({{ raw }} as decimal(18, 6))
    {%- elif as_what == 'whole_number' -%}
        try_cast({{ raw }} as bigint)
    {%- elif as_what == 'flag' -%}
        try_cast({{ raw }} as boolean)
    {%- elif as_what == 'day' -%}
        case when try_cast({{ raw }} as date) >= '1990-01-01' then try_cast({{ raw }} as date) end
    {%- elif as_what == 'epoch' -%}
        case
            when try_cast({{ raw }} as bigint) between 1 and 4102444800
                then make_timestamp(try_cast({{ raw }} as bigint) * 1000000)
        end
    {%- elif as_what == 'instant' -%}
        case
            when try_cast({{ raw }} as timestamptz) >= timestamptz '1990-01-01 00:00:00+00'
                then cast(try_cast({{ raw }} as timestamptz) at time zone 'UTC' as timestamp)
        end
    {%- elif as_what == 'local_time' -%}
        case
            when try_cast({{ raw }} as timestamp) >= '1990-01-01'
                then {{ to_utc('try_cast(' ~ raw ~ ' as timestamp)', source_zone()) }}
        end
    {%- elif as_what == 'utc_time' -%}
        case when try_cast({{ raw }} as timestamp) >= '1990-01-01' then try_cast({{ raw }} as timestamp) end
    {%- else -%}
        {{ exceptions.raise_compiler_error('read(): no way to read a value as ' ~ as_what) }}
    {%- endif -%}
{%- endmacro %}

{# Values that stand where a vendor has none: of texts, of numbers, of dates in 1C and in MySQL. #}
{% macro ways_to_say_nothing() -%}
    '', '0', '0001-01-01T00:00:00', '0000-00-00', '0000-00-00 00:00:00'
{%- endmacro %}

{# The fields among `noted` whose value is there and cannot be read: `field=what it should be`, separated by `;`. #}
{% macro unreadable(noted) -%}
    nullif(
        concat_ws(
            ';'
            {%- for field, raw, as_what in noted %},
            case
                when {{ raw }} not in ({{ ways_to_say_nothing() }}) and {{ value_of(raw, as_what) }} is null
                    then '{{ field }}={{ as_what }}'
            end
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}

{# Key of the record itself, and of a record that it points to (null for the vendors' ways to say nobody). #}
{% macro own_key() -%}
    _source || ':' || _key
{%- endmacro %}

{% macro reference_key(raw, prefix='') -%}
    case
        when {{ raw }} not in ('', '0', '00000000-0000-0000-0000-000000000000')
            then _source || ':{{ prefix }}' || {{ raw }}
    end
{%- endmacro %}

{# Whether a tax number is a firm's: nine or ten digits are, twelve or fourteen are a person's; null for others. #}
{% macro is_tax_number_of_a_firm(number) -%}
    case
            when length(trim({{ number }})) in (9, 10) then true
            when length(trim({{ number }})) in (12, 14) then false
        end
{%- endmacro %}

{# Columns that every staging table of current versions ends with. #}
{% macro place_columns() -%}
    _source,
    _stream,
    _key,
    _position,
    _observed_at,
    _deleted_position,
    _deleted_at,
    _first_observed_at
{%- endmacro %}

{# Custom fields of any vendor's record. #}
{% macro field_values_type() -%}
    struct(field_id text, field_code text, field_name text, field_value text)[]
{%- endmacro %}
