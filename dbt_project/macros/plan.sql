{# Whose a plan or a goal is: what people type, and the unit that they mean. #}

{# One row per name of a unit: unit_type, unit_name in lower case, unit_key. A department is named as the CRM or
   org_units.csv names it, or by its id; a person by his e-mail; the company by nothing. #}
{% macro named_units() -%}
    select
        'company' as unit_type,
        '' as unit_name,
        'company' as unit_key

    union all

    select
        'department' as unit_type,
        unit_name,
        min(org_unit_key) as unit_key
    from (
        select
            org_unit_key,
            lower(unit_name) as unit_name
        from {{ ref('int_org_units') }}
        union
        select
            source || ':' || unit_id as org_unit_key,
            lower(unit_name) as unit_name
        from {{ ref('stg_files__org_units') }}
        where not is_deleted
        union
        select
            org_unit_key,
            lower(split_part(org_unit_key, ':', 2)) as unit_name
        from {{ ref('int_org_units') }}
        union
        select
            org_unit_key,
            lower(org_unit_key) as unit_name
        from {{ ref('int_org_units') }}
    ) as unit_name
    group by unit_name

    union all

    select
        'employee' as unit_type,
        email as unit_name,
        employee_key as unit_key
    from {{ ref('int_employee_emails') }}
{%- endmacro %}

{# What the row names its unit, as named_units names it. #}
{% macro unit_as_named(row) -%}
    case {{ row }}.unit_type when 'company' then '' else lower({{ row }}.unit) end
{%- endmacro %}

{# An inexact number with two decimals, half away from zero; six decimals first, so that a half is one. #}
{% macro two_decimals(number) -%}
    cast(cast({{ number }} as decimal(28, 6)) as decimal(18, 2))
{%- endmacro %}

{# The number, 0 where it is below; null stays null, which greatest() does not do on every engine. #}
{% macro not_below_zero(number) -%}
    case when {{ number }} < 0 then 0 else {{ number }} end
{%- endmacro %}

{# A window: the days of a line of the plan from the beginning of the period (month, quarter, year) to the row's. #}
{% macro to_date(line, period) -%}
    partition by {{ columns(line) }}, date_trunc('{{ period }}', date_day)
    order by date_day nulls last
    rows between unbounded preceding and current row
{%- endmacro %}
