{# What is read of a developer's catalogue, and whose deals it means. #}

{# source, status_alias, status_name: the statuses of an account that events name by an alias of their own. #}
{% macro property_status_names() -%}
    select
        source,
        status_alias,
        min(status_name) as status_name
    from {{ ref('int_vendor_property_statuses') }}
    where status_alias is not null
    group by
        source,
        status_alias
    -- What two statuses are called alike names neither.
    having count(*) = 1
{%- endmacro %}

{# deal_id, deal_key: the deals of the CRM by the ids that a catalogue names. #}
{% macro deals_of_the_catalogue() -%}
    select
        source_record_id as deal_id,
        min(lead_key) as deal_key
    from {{ ref('int_leads') }}
    group by source_record_id
    -- Two CRMs may both have a card of this id; the catalogue does not say whose it means.
    having count(*) = 1
{%- endmacro %}

{# The deal that a catalogue's event leaves a property to: none has what is free or kept back. #}
{% macro holder_of_property(events='') -%}
    case when {{ events }}base_status not in ('available', 'unavailable') then {{ events }}deal_id end
{%- endmacro %}
