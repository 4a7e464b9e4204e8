-- Leads of the last weeks by the control points that they reached, and the working minutes since the point before.
select
    points.point_order as place,
    points.point_name as point,
    points.employee_key as person,
    leads.pipeline_key as pipeline,
    points.working_minutes as minutes,
    count(*) as passed_count
from fct_lead_control_point as points
left join lead_pipelines as leads
    on points.lead_key = leads.lead_key
where
    points.visit_number = 1
    and points.created_date between $recent_day and $last_day
group by
    points.point_order,
    points.point_name,
    points.employee_key,
    leads.pipeline_key,
    points.working_minutes
order by
    place nulls last,
    point nulls last,
    person nulls last,
    pipeline nulls last,
    minutes nulls last
