with ranked_target as (
    select
        target_key,
        metric,
        unit_type,
        unit_key,
        month_date,
        version,
        plan_value,
        source_file,
        source_row,
        row_number() over (
            partition by metric, unit_type, unit_key, month_date
            order by version desc nulls last, target_key desc nulls last
        ) as place
    from {{ ref('int_plan_rows') }}
    where unit_key is not null and not is_contradicted
)

select
    ranked_target.target_key,
    ranked_target.metric,
    ranked_target.unit_type,
    ranked_target.unit_key,
    coalesce(org_unit.unit_name, employee.employee_name, 'Компания') as unit_name,
    ranked_target.month_date,
    ranked_target.version,
    ranked_target.place = 1 as is_current_version,
    ranked_target.plan_value,
    ranked_target.source_file,
    ranked_target.source_row
from ranked_target
left join {{ ref('int_org_units') }} as org_unit
    on
        ranked_target.unit_type = 'department'
        and ranked_target.unit_key = org_unit.org_unit_key
left join {{ ref('int_employees') }} as employee
    on
        ranked_target.unit_type = 'employee'
        and ranked_target.unit_key = employee.employee_key
