{# Custom fields as people name them in mapping files: source, entity, field_name (id, code or name, in lower case), field_id. #}
{% macro named_fields() -%}
    select
        source,
        entity,
        field_id,
        lower(field_code) as field_name
    from {{ ref('int_vendor_field_definitions') }}
    union
    select
        source,
        entity,
        field_id,
        lower(trim(field_name)) as field_name
    from {{ ref('int_vendor_field_definitions') }}
{%- endmacro %}

{# The window in which the observed versions of a card (int_vendor_lead_observations) follow each other. #}
{% macro versions_of_card() -%}
    partition by card_key order by changed_at nulls last, version_key nulls last
{%- endmacro %}
