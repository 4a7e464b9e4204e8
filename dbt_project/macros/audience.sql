{# Who the people behind leads are. #}

{# The attributes by which leads are cut, as text literals. #}
{% macro audience_attributes() -%}
    'sex', 'birth_date', 'family_status', 'occupation', 'industry'
{%- endmacro %}

{# A birthday as systems write it: seconds since 1970, day.month.year, or a date that begins as ISO has it; null for others. #}
{% macro day_of_birth(typed) -%}
    {{ return(adapter.dispatch('day_of_birth', 'voronka')(typed)) }}
{%- endmacro %}

{% macro duckdb__day_of_birth(typed) -%}
    case
        when regexp_full_match({{ typed }}, '-?[0-9]{5,11}')
            then {{ business_date('make_timestamp(1000000 * cast(' ~ typed ~ ' as bigint))') }}
        else
            coalesce(
                try_cast(substr({{ typed }}, 1, 10) as date), cast(try_strptime({{ typed }}, '%d.%m.%Y') as date)
            )
    end
{%- endmacro %}

{# Whole years from one date to another. #}
{% macro years_between(earlier, later) -%}
    (
        extract(year from {{ later }}) - extract(year from {{ earlier }})
        - case
            when
                100 * extract(month from {{ later }}) + extract(day from {{ later }})
                < 100 * extract(month from {{ earlier }}) + extract(day from {{ earlier }})
                then 1
            else 0
        end
    )
{%- endmacro %}

{# The band of an age; `unknown` for what is no age of a person. #}
{% macro age_band(age) -%}
    case
        when {{ age }} between 0 and 17 then '0-17'
        when {{ age }} between 18 and 24 then '18-24'
        when {{ age }} between 25 and 34 then '25-34'
        when {{ age }} between 35 and 44 then '35-44'
        when {{ age }} between 45 and 54 then '45-54'
        when {{ age }} between 55 and 64 then '55-64'
        when {{ age }} between 65 and 110 then '65+'
        else 'unknown'
    end
{%- endmacro %}
