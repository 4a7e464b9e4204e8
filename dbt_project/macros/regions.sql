{# How a region is read in what people type. #}

{# The parts of an address between its commas, or a whole field: a list of (place, words), where words are in lower case, without
   points and postal code, kinds of regions in short, as the seed region_spellings has them. #}
{% macro address_parts(typed) -%}
    {{ return(adapter.dispatch('address_parts', 'voronka')(typed)) }}
{%- endmacro %}

{% macro duckdb__address_parts(typed) -%}
    list_transform(
        regexp_split_to_array({{ typed }}, '[,;\n]+'),
        lambda part, place: struct_pack(place := place, words := {{ region_words('part') }})
    )
{%- endmacro %}

{# A word as it is compared with others. #}
{% macro region_words(typed) -%}
    {{ return(adapter.dispatch('region_words', 'voronka')(typed)) }}
{%- endmacro %}

{% macro duckdb__region_words(typed) -%}
    {%- set kinds = [
        ('автономная область', 'аобл'), ('автономная обл', 'аобл'), ('автономный округ', 'ао'), ('область', 'обл'),
        ('республика', 'респ'), ('город', 'г'),
    ] -%}
    {%- set words = namespace(read=(
        "' ' || trim(regexp_replace(regexp_replace(replace(replace(lower(" ~ typed ~ "), 'ё', 'е'), '.', ' '), "
        ~ "'[[:space:]\\x{00a0}]+', ' ', 'g'), '^ ?[0-9]{6} ', '')) || ' '"
    )) -%}
    {%- for long, short in kinds -%}
        {%- set words.read = "replace(" ~ words.read ~ ", ' " ~ long ~ " ', ' " ~ short ~ " ')" -%}
    {%- endfor -%}
    trim({{ words.read }})
{%- endmacro %}

{# source, record_key, field_value: what stands in fields of regions and names no region in any of its parts. #}
{% macro unread_regions() -%}
    with region_part as (
        select
            split_part(record_key, ':', 1) as source,
            record_key,
            field_value,
            {{ explode(address_parts('field_value')) }} as part
        from {{ ref('int_customer_field_values') }}
        where meaning = 'region'
    )

    select
        region_part.source,
        region_part.record_key,
        region_part.field_value
    from region_part
    left join {{ ref('int_region_words') }} as region_word
        on region_part.part.words = region_word.words
    group by
        region_part.source,
        region_part.record_key,
        region_part.field_value
    having count(region_word.words) = 0
{%- endmacro %}
