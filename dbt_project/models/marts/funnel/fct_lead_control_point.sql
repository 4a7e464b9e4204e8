with dated_points as (
    select
        lead_key,
        point,
        visit_number,
        point_name,
        point_order,
        reached_by,
        reached_at,
        {{ business_date('reached_at') }} as reached_date
    from {{ ref('int_lead_points_reached') }}
),

measured_points as (
    select
        points.lead_key,
        points.point,
        points.visit_number,
        points.point_name,
        points.point_order,
        points.reached_by,
        points.reached_at,
        points.reached_date,
        {{ working_seconds_at('points.reached_at', 'calendar') }} as working_seconds
    from dated_points as points
    left join {{ ref('int_date') }} as calendar
        on points.reached_date = calendar.date_day
)

select
    points.lead_key,
    points.point,
    cast(points.visit_number as bigint) as visit_number,
    points.point_name,
    points.point_order,
    points.reached_by,
    points.reached_at,
    points.reached_date,
    lag(points.point) over (
        partition by points.lead_key
        order by points.reached_at nulls last, points.point_order nulls last, points.point nulls last
    ) as previous_point,
    cast(
        floor((points.working_seconds - lag(points.working_seconds) over (
            partition by points.lead_key
            order by points.reached_at nulls last, points.point_order nulls last, points.point nulls last
        )) / 60) as bigint
    ) as working_minutes,
    leads.source_url,
    leads.created_date,
    leads.channel_key,
    leads.channel_name,
    leads.client_status,
    coalesce(responsible.employee_key, 'unassigned') as employee_key,
    coalesce(employees.employee_name, responsible.employee_key, 'unassigned') as employee_name,
    coalesce(employees.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employees.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name
from measured_points as points
inner join {{ ref('fct_lead') }} as leads
    on points.lead_key = leads.lead_key
left join {{ ref('int_deal_responsible') }} as responsible
    on
        points.lead_key = responsible.deal_key
        and points.reached_at >= responsible.valid_from_at
        and points.reached_at < responsible.valid_to_at
left join {{ ref('dim_employee_history') }} as employees
    on
        responsible.employee_key = employees.employee_key
        and points.reached_date between employees.valid_from_date and employees.valid_to_date
