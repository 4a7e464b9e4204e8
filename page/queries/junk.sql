-- Junk leads of one day, employee and pipeline by their class.
select
    created_date as day,
    employee_key as person,
    pipeline_key as pipeline,
    junk_class as junk,
    count(*) as junk_leads_count
from fct_lead
where
    is_junk
    and created_date <= $last_day
group by
    created_date,
    employee_key,
    pipeline_key,
    junk_class
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    junk nulls last
