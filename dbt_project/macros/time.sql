{# Every conversion between instants (UTC, without zone) and the deployment's local time. #}

{# The instant (UTC) as local time of the deployment. #}
{% macro to_local(instant) -%}
    {{ return(adapter.dispatch('to_local', 'voronka')(instant)) }}
{%- endmacro %}

{% macro duckdb__to_local(instant) -%}
    (({{ instant }}) at time zone 'UTC' at time zone '{{ var("timezone") }}')
{%- endmacro %}

{# Local time of the deployment as an instant (UTC). `zone`: an expression with the name of another zone. #}
{% macro to_utc(local_time, zone=none) -%}
    {{ return(adapter.dispatch('to_utc', 'voronka')(local_time, zone or "'" ~ var('timezone') ~ "'")) }}
{%- endmacro %}

{% macro duckdb__to_utc(local_time, zone) -%}
    (({{ local_time }}) at time zone {{ zone }} at time zone 'UTC')
{%- endmacro %}

{# The zone of a source's clock, where its vendor writes wall-clock times; that of the deployment unless its settings say
   another one (var source_zones: source → zone). #}
{% macro source_zone() -%}
    {%- set own = "'" ~ var('timezone') ~ "'" -%}
    {%- for source, zone in var('source_zones').items() %}
    {{- 'case _source' if loop.first }} when '{{ source }}' then '{{ zone }}'{{ ' else ' ~ own ~ ' end' if loop.last }}
    {%- else -%}
    {{ own }}
    {%- endfor -%}
{%- endmacro %}

{# The business date of an instant: its date in the deployment's time zone. #}
{% macro business_date(instant) -%}
    cast({{ to_local(instant) }} as date)
{%- endmacro %}

{# Whole seconds from one instant to another (bigint, negative when `later` is earlier). #}
{% macro seconds_between(earlier, later) -%}
    {{ return(adapter.dispatch('seconds_between', 'voronka')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    date_diff('second', date_trunc('second', {{ earlier }}), date_trunc('second', {{ later }}))
{%- endmacro %}

{# Working seconds from the first day of int_date to `instant`, where `calendar` is the alias of the int_date row of the
   instant's business date. The working time between two instants is the difference of two of these. #}
{% macro working_seconds_at(instant, calendar) -%}
    (
        {{ calendar }}.working_seconds_before
        + case
            when {{ calendar }}.work_start_at is null or {{ instant }} <= {{ calendar }}.work_start_at then 0
            when {{ instant }} >= {{ calendar }}.work_end_at
                then {{ seconds_between(calendar ~ '.work_start_at', calendar ~ '.work_end_at') }}
            else {{ seconds_between(calendar ~ '.work_start_at', instant) }}
        end
    )
{%- endmacro %}

{# Monday 1 … Sunday 7, the same on every engine. #}
{% macro day_of_week(day) -%}
    {{ return(adapter.dispatch('day_of_week', 'voronka')(day)) }}
{%- endmacro %}

{% macro duckdb__day_of_week(day) -%}
    cast(extract(isodow from {{ day }}) as integer)
{%- endmacro %}

{# The open ends of history. #}
{% macro first_instant() -%}cast('1900-01-01 00:00:00' as timestamp){%- endmacro %}
{% macro last_instant() -%}cast('9999-12-31 00:00:00' as timestamp){%- endmacro %}
{% macro first_day() -%}cast('1900-01-01' as date){%- endmacro %}
{% macro last_day_of_all() -%}cast('9999-12-31' as date){%- endmacro %}

{# One row per day, `date_day`, from the first to the last date (both inclusive). #}
{% macro each_day(first, last) -%}
    {{ return(adapter.dispatch('each_day', 'voronka')(first, last)) }}
{%- endmacro %}

{% macro duckdb__each_day(first, last) -%}
    select cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date) as date_day
{%- endmacro %}
