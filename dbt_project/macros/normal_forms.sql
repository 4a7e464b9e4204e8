{# What people type of themselves, in one form: phones, e-mails, tax ids. #}

{# The phones in a text that people type: digits with the country's code, in the order in which they stand there. An
   extension is no part of a number, letters and commas part two numbers, too few or too many digits are none. #}
{% macro normal_phones(typed) -%}
    {{ return(adapter.dispatch('normal_phones', 'voronka')(typed)) }}
{%- endmacro %}

{% macro duckdb__normal_phones(typed) -%}
    {%- set extension = "([0-9)][[:space:],;.(]*)(доб|внутр|вн|ext|x|х|#)[^0-9+]{0,12}[0-9]{1,6}" -%}
    list_filter(
        list_transform(
            list_transform(
                regexp_split_to_array(
                    regexp_replace(
                        regexp_replace(lower({{ typed }}), '{{ extension }}', '\1;', 'g'), '[+]', ';+', 'g'
                    ),
                    '[^-0-9+(). ‐‑–—\x{00a0}\t]+'
                ),
                lambda part: struct_pack(
                    is_whole := part like '%+%',
                    -- 00 and, from Russia, 810 stand where others write a plus.
                    digits := regexp_replace(
                        regexp_replace(part, '[^0-9]', '', 'g'), '^(00|810([0-9]{10,}))', '\2'
                    )
                )
            ),
            lambda part: case
                when length(part.digits) = 11 and part.digits like '8%' then '7' || substr(part.digits, 2)
                when length(part.digits) = 10 and not part.is_whole then '7' || part.digits
                when length(part.digits) between 10 and 15 and (part.digits not like '7%' or length(part.digits) = 11)
                    then part.digits
            end
        ),
        lambda phone: phone is not null
    )
{%- endmacro %}

{# The first of them; null when there is none. #}
{% macro normal_phone(typed) -%}
    {{ return(adapter.dispatch('normal_phone', 'voronka')(typed)) }}
{%- endmacro %}

{% macro duckdb__normal_phone(typed) -%}
    ({{ normal_phones(typed) }})[1]
{%- endmacro %}

{# Lower case and trimmed; null when it is no e-mail. #}
{% macro normal_email(typed) -%}
    case when {{ typed }} like '%@%' then lower(trim({{ typed }})) end
{%- endmacro %}

{# 10 digits of a firm or 12 of a person; null for anything else. #}
{% macro normal_tax_id(typed) -%}
    case
        when length(trim({{ typed }})) in (10, 12) and length({{ keep_digits(typed) }}) = length(trim({{ typed }}))
            then trim({{ typed }})
    end
{%- endmacro %}

{# A part of a custom field whose value is an object (a `legal_entity`); `plain` where the value is plain text. #}
{% macro field_part(value, part, plain) -%}
    {{ return(adapter.dispatch('field_part', 'voronka')(value, part, plain)) }}
{%- endmacro %}

{% macro duckdb__field_part(value, part, plain) -%}
    case
        when substr({{ value }}, 1, 1) = '{' then try_cast({{ value }} as json) ->> '$.{{ part }}'
        else {{ plain }}
    end
{%- endmacro %}

{% macro keep_digits(text) -%}
    {{ return(adapter.dispatch('keep_digits', 'voronka')(text)) }}
{%- endmacro %}

{% macro duckdb__keep_digits(text) -%}
    regexp_replace({{ text }}, '[^0-9]', '', 'g')
{%- endmacro %}
