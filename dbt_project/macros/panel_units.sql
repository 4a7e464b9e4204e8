{# The panel of metrics laid to the company, its departments and its people. #}

{# The company, department or person of a row: `levels` is one unit_type a row, `units` the department of the person on the day. #}
{% macro panel_unit(person) -%}
    case levels.unit_type
        when 'company' then 'company'
        when 'department' then coalesce(units.org_unit_key, 'unassigned')
        else {{ person }}.employee_key
    end
{%- endmacro %}

{# Each row of a person laid to the company, to his department of the day and to himself; `values`: the columns that it brings. #}
{% macro panel_placed(rows, values) -%}
    select
        {{ rows }}.metric,
        levels.unit_type,
        {{ panel_unit(rows) }} as unit_key,
        {{ rows }}.date_day,
        {{ columns(values, rows) }}
    from {{ rows }}
    cross join (values ('company'), ('department'), ('employee')) as levels (unit_type)
    {{ join_unit(rows, rows ~ '.date_day') }}
{%- endmacro %}

{# metric, unit_type, unit_key, date_day, has_zero, measured, is_something: the days of companies, departments and persons, of `sums` (panel_sums) and
   `records` (panel_records). `has_zero`: a day without a row counts as 0, which a median has none of. #}
{% macro panel_unit_values(sums, records) -%}
    {%- set unit_day = ['metric', 'unit_type', 'unit_key', 'date_day'] -%}
    with placed_sums as (
        {{ panel_placed(sums, ['measured']) }}
    ),

    placed_records as (
        {{ panel_placed(records, ['counted', 'measured']) }}
    )

    select
        {{ columns(unit_day) }},
        true as has_zero,
        case
            when metric like '%_amount' or count(*) = count(measured)
                then cast({{ sum_of_sums('measured') }} as decimal(18, 2))
        end as measured,
        max(case when measured = 0 then 0 else 1 end) = 1 as is_something
    from placed_sums
    group by {{ columns(unit_day) }}
    union all
    select
        {{ columns(unit_day) }},
        count(counted) > 0 as has_zero,
        cast(
            case
                when count(counted) > 0 then count(distinct counted)
                else round({{ quantile('measured', 0.5) }}, 2)
            end as decimal(18, 2)
        ) as measured,
        true as is_something
    from placed_records
    group by {{ columns(unit_day) }}
{%- endmacro %}
