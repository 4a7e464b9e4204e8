-- Open leads that nobody has answered: of each employee and pipeline the ten newest, the others as one.
with waiting_leads as (
    select
        answers.employee_key,
        leads.pipeline_key,
        answers.channel_key,
        answers.created_date,
        answers.source_url,
        row_number() over (
            partition by answers.employee_key, leads.pipeline_key
            order by answers.created_at desc nulls last, answers.lead_key asc nulls last
        ) as place
    from mart_response_speed as answers
    left join lead_pipelines as leads
        on answers.lead_key = leads.lead_key
    where
        not answers.is_answered
        and answers.outcome = 'open'
        and answers.created_date <= $last_day
)

select
    employee_key as person,
    pipeline_key as pipeline,
    case when place <= 10 then created_date end as since,
    case when place <= 10 then channel_key end as channel,
    case when place <= 10 then source_url end as url,
    count(*) as waiting_count
from waiting_leads
group by
    employee_key,
    pipeline_key,
    case when place <= 10 then place end,
    case when place <= 10 then created_date end,
    case when place <= 10 then channel_key end,
    case when place <= 10 then source_url end
order by
    person asc nulls last,
    pipeline asc nulls last,
    since desc nulls last,
    url asc nulls last
