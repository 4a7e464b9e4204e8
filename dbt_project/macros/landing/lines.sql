{# What is read of a list inside a record, whoever the vendor is. #}

{# A number as text, where absent means 0: what is there and cannot be read stays unknown. #}
{% macro or_nothing(raw) -%}
    coalesce(nullif({{ raw }}, ''), '0')
{%- endmacro %}

{# Lines of `rows` that have an unreadable value in one of `fields` (name, with dots into the depth → how it is read), as
   `unreadable` has it of a record. #}
{% macro unreadable_lines(rows, part, fields) -%}
    {%- for field, as_what in fields.items() %},
        {%- set value = 'line."' ~ (field | replace('.', '"."')) ~ '"' %}
        case
            when
                len(list_filter(
                    {{ rows }},
                    lambda line: coalesce(
                        {{ value }} not in ({{ ways_to_say_nothing() }}) and {{ value_of(value, as_what) }} is null,
                        false
                    )
                )) > 0
                then '{{ part }}.{{ field }}={{ as_what }}'
        end
    {%- endfor %}
{%- endmacro %}
