-- Clean leads of one day, employee, pipeline and channel that have an incoming payment linked to them.
select
    created_date as day,
    employee_key as person,
    pipeline_key as pipeline,
    channel_key as channel,
    count(*) as cohort_reached_count
from fct_lead
where
    is_clean
    and created_date <= $last_day
    and lead_key in (
        select deal_key
        from fct_payment
        where direction = 'in'
    )
group by
    created_date,
    employee_key,
    pipeline_key,
    channel_key
order by
    day nulls last,
    person nulls last,
    pipeline nulls last,
    channel nulls last
