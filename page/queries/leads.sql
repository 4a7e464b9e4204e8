-- Leads of one day, employee, pipeline, channel and the order of the furthest step (0: none; a payment is told by money).
-- `client`: 1 new, 2 current, 0 not known.
select
    created_date as day,
    employee_key as person,
    pipeline_key as pipeline,
    channel_key as channel,
    coalesce(furthest_step_order, 0) as furthest,
    case client_status when 'new' then 1 when 'current' then 2 else 0 end as client,
    count(*) as leads_count,
    count(*) filter (where is_clean) as clean_leads_count,
    count(*) filter (where is_junk) as junk_leads_count
from fct_lead
where created_date <= $last_day
group by
    created_date,
    employee_key,
    pipeline_key,
    channel_key,
    coalesce(furthest_step_order, 0),
    case client_status when 'new' then 1 when 'current' then 2 else 0 end
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last,
    furthest nulls last,
    client nulls last
