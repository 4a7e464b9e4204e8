{# What is read of a developer's catalogue. #}

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
