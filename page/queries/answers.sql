-- Leads of one day, employee and pipeline by the working minutes to their first answer: the whole distribution, so that
-- the page can take a median under any filter. `state`: 1 answered, 0 waiting, null not known.
select
    answers.created_date as day,
    answers.employee_key as person,
    leads.pipeline_key as pipeline,
    cast(answers.is_answered as integer) as state,
    answers.response_minutes as minutes,
    count(*) as leads_count
from mart_response_speed as answers
left join lead_pipelines as leads
    on answers.lead_key = leads.lead_key
where answers.created_date <= $last_day
group by
    answers.created_date,
    answers.employee_key,
    leads.pipeline_key,
    answers.is_answered,
    answers.response_minutes
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    state nulls last,
    minutes nulls last
