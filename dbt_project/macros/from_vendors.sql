{# One table per entity, whatever the vendor. Every vendor that declares that it supplies the entity (var vendors_of) has a
   staging model stg_<vendor>__<entity>; a column of the contract that one of them lacks stops the build by name. Without
   such a vendor the table has no row. #}

{% macro from_vendors() -%}
    {%- set suppliers = [] -%}
    {%- for entity in varargs -%}
        {%- for vendor in var('vendors_of').get(entity, []) -%}
            {%- do suppliers.append([vendor, ref('stg_' ~ vendor ~ '__' ~ entity)]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for vendor, supplier in suppliers %}
    select
        {%- for column in contract_columns() %}
        {{ "'" ~ vendor ~ "' as vendor" if column == 'vendor' else column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ supplier }}
    {{- '\nunion all' if not loop.last }}
    {%- else %}
    {{- no_rows() }}
    {%- endfor %}
{%- endmacro %}

{# Rank of a vendor among those of an entity: the first is trusted first. Without such a vendor all are alike. #}
{% macro vendor_rank(entity, vendor='vendor') -%}
    {%- set vendors = var('vendors_of').get(entity, []) -%}
    {%- if vendors -%}
    case {{ vendor }}
        {%- for name in vendors %}
        when '{{ name }}' then {{ loop.index }}
        {%- endfor %}
        else {{ vendors | length + 1 }}
    end
    {%- else -%}
    1
    {%- endif -%}
{%- endmacro %}

{# Whether the users of a vendor are those of a CRM. #}
{% macro is_crm_vendor(vendor='vendor') -%}
    {{ vendor }} in ('{{ (var('crm_vendors') or ['']) | join("', '") }}')
{%- endmacro %}
