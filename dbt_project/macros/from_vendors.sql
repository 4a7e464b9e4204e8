{# One table per entity, whatever the vendor. Every vendor that can supply the entity (var vendors_of) has a staging model
   stg_<vendor>__<entity>; a column of the contract that one of them lacks stops the build by name. #}

{% macro from_vendors() -%}
    {%- set suppliers = [] -%}
    {%- for entity in varargs -%}
        {%- for vendor in var('vendors_of')[entity] -%}
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
    {%- endfor %}
{%- endmacro %}

{# Rank of a vendor among those of an entity: the first is trusted first. #}
{% macro vendor_rank(entity, vendor='vendor') -%}
    case {{ vendor }}
        {%- for name in var('vendors_of')[entity] %}
        when '{{ name }}' then {{ loop.index }}
        {%- endfor %}
    end
{%- endmacro %}
