{# Whether a name is a company's. Names of private persons are published nowhere, so in doubt a name is a person's. #}

{# True where the name is a company's and may be published; never null.
   `is_known_company`: something beside the name says so (a tax id of ten digits, the ERP's mark of a legal entity). Of a
   card whose tax id or mark is a person's, do not ask: it has no name to publish. #}
{% macro is_company_name(name, is_known_company) -%}
    {%- set words = words_of(name) -%}
    coalesce(
        case
            when {{ text_matches(words, mark_of_a_person()) }} then false
            when {{ text_matches(words, '^ ' ~ legal_form() ~ ' [a-zа-я0-9]+ $') }} then true
            -- A contact's name beside the firm's is a person's name too.
            when {{ text_matches(words, whole_person()) }} then false
            when
                {{ text_matches(name, dotted_initials()) }}
                and not {{ text_matches(words, ' ' ~ dotted_form() ~ ' ') }} then false
            when {{ text_matches(words, form_in_front()) }} then true
            when {{ text_matches(words, bare_initials()) }} then false
            when {{ text_matches(words, ' ' ~ legal_form() ~ ' $') }} then true
            when {{ text_matches(words, ' (' ~ given_name() ~ ') |^ (' ~ surname_word() ~ ') $') }} then false
            when {{ text_matches(words, word_of_a_firm()) }} then true
            when {{ text_matches(words, ' (' ~ surname_word() ~ ') ') }} then false
            else {{ is_known_company }} and {{ text_matches(words, '[a-zа-я]') }}
        end,
        false
    )
{%- endmacro %}

{# Lower case, ё as е, every run of anything but letters and digits as one space, a space at both ends. #}
{% macro words_of(text) -%}
    {{ return(adapter.dispatch('words_of', 'voronka')(text)) }}
{%- endmacro %}

{% macro duckdb__words_of(text) -%}
    (' ' || trim(regexp_replace(replace(lower({{ text }}), 'ё', 'е'), '[^a-zа-я0-9]+', ' ', 'g')) || ' ')
{%- endmacro %}

{# The text, in lower case, holds the pattern: a plain regular expression without classes in backslashes. #}
{% macro text_matches(text, pattern) -%}
    {{ return(adapter.dispatch('text_matches', 'voronka')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__text_matches(text, pattern) -%}
    regexp_matches(lower({{ text }}), '{{ pattern }}')
{%- endmacro %}
