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

{# What is left of the amount of a line when pieces of it came back: the share of those that stayed, to the kopeck, halves up.
   Counted in whole kopecks and thousandths of pieces, so that no digit is lost. #}
{% macro kept_amount(amount, ordered, returned) -%}
    {%- set whole = 'cast(' ~ ordered ~ ' * 1000 as hugeint)' -%}
    {%- set kept = 'cast((' ~ ordered ~ ' - ' ~ returned ~ ') * 1000 as hugeint)' -%}
    cast(
        case
            when {{ returned }} = 0 then {{ amount }}
            else cast(
                (2 * cast({{ amount }} * 100 as hugeint) * {{ kept }} + {{ whole }})
                // nullif(2 * {{ whole }}, 0) as decimal(18, 0)
            ) * 0.01
        end as decimal(18, 2)
    )
{%- endmacro %}
