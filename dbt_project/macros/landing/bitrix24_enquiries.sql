{# Leads and deals of Bitrix24 as enquiries, and what belongs to them. #}

{# Leads and deals, each with its enquiry: has_deal, has_lead, converted_at (when the enquiry's deal was born), is_deal_gone: a deal that is
   gone leaves the enquiry to its lead. #}
{% macro bitrix24_owners_of_enquiries() -%}
    select
        owner_key,
        owner_kind,
        lead_key,
        deal_created_at,
        max(case when owner_kind = 2 and not is_deleted then 1 else 0 end) over (partition by lead_key) = 1 as has_deal,
        max(case when owner_kind = 1 then 1 else 0 end) over (partition by lead_key) = 1 as has_lead,
        max(deal_created_at) over (partition by lead_key) as converted_at,
        owner_kind = 2 and is_deleted as is_deal_gone
    from {{ ref('stg_bitrix24__owners') }}
{%- endmacro %}

{# The custom fields of leads and deals that fields.csv gives a meaning: source, field_id. #}
{% macro bitrix24_fields_meaning(meaning) -%}
    select distinct
        mapping_row.source,
        definition.field_id
    from {{ ref('stg_files__fields') }} as mapping_row
    inner join {{ ref('stg_bitrix24__custom_fields') }} as definition
        on
            mapping_row.source = definition.source
            and lower(trim(mapping_row.field)) in (
                lower(definition.field_id), lower(definition.field_code), lower(definition.field_name)
            )
    where
        not mapping_row.is_deleted
        and mapping_row.entity = 'lead'
        and mapping_row.meaning = '{{ meaning }}'
        and definition.entity = 'lead'
{%- endmacro %}

{# Key of a record that belongs to an owner: its enquiry, contact or company. #}
{% macro bitrix24_record_key(owner_key, lead_key) -%}
    coalesce(
        {{ lead_key }},
        case split_part({{ owner_key }}, ':', 2)
            when '3' then split_part({{ owner_key }}, ':', 1) || ':contact:' || split_part({{ owner_key }}, ':', 3)
            when '4' then split_part({{ owner_key }}, ':', 1) || ':company:' || split_part({{ owner_key }}, ':', 3)
        end
    )
{%- endmacro %}
