-- Whom to call first: of each employee (and pipeline, for deals) the first by the expected amount, the others as one.
-- A customer's card is that of his newest deal.
with newest_deals as (
    select
        customer_key,
        source_url,
        row_number() over (
            partition by customer_key order by created_date desc nulls last, deal_key desc nulls last
        ) as place
    from fct_deal
    where source_url is not null
),

subjects as (
    select
        priority.subject_type = 'customer' as is_customer,
        priority.employee_key,
        deals.pipeline_key,
        priority.priority_rank,
        priority.company_name,
        coalesce(priority.source_url, newest.source_url) as source_url,
        priority.amount,
        priority.chance_pct,
        priority.score_amount,
        priority.reason_1_weight,
        priority.reason_2_weight,
        priority.reason_3_weight,
        priority.reason_1_ru,
        priority.reason_2_ru,
        priority.reason_3_ru,
        priority.reason_1_en,
        priority.reason_2_en,
        priority.reason_3_en,
        row_number() over (
            partition by priority.subject_type, priority.employee_key, deals.pipeline_key
            order by priority.priority_rank asc nulls last, priority.subject_key asc nulls last
        ) as place
    from mart_client_priority as priority
    left join deal_pipelines as deals
        on
            priority.subject_type = 'deal'
            and priority.subject_key = deals.deal_key
    left join newest_deals as newest
        on
            priority.customer_key = newest.customer_key
            and priority.subject_type = 'customer'
            and newest.place = 1
)

select
    is_customer,
    employee_key as person,
    pipeline_key as pipeline,
    priority_rank as rank,
    company_name as name,
    source_url as url,
    amount as worth_amount,
    cast(chance_pct as double) as chance,
    score_amount,
    cast(reason_1_weight as double) as weight_1,
    cast(reason_2_weight as double) as weight_2,
    cast(reason_3_weight as double) as weight_3,
    reason_1_ru as why_1_ru,
    reason_2_ru as why_2_ru,
    reason_3_ru as why_3_ru,
    reason_1_en as why_1_en,
    reason_2_en as why_2_en,
    reason_3_en as why_3_en,
    1 as subjects_count
from subjects
where place <= $priority_rows and priority_rank is not null
union all
select
    is_customer,
    employee_key as person,
    pipeline_key as pipeline,
    null as rank,
    null as name,
    null as url,
    null as worth_amount,
    null as chance,
    null as score_amount,
    null as weight_1,
    null as weight_2,
    null as weight_3,
    null as why_1_ru,
    null as why_2_ru,
    null as why_3_ru,
    null as why_1_en,
    null as why_2_en,
    null as why_3_en,
    count(*) as subjects_count
from subjects
where place > $priority_rows or priority_rank is null
group by
    is_customer,
    employee_key,
    pipeline_key
order by
    is_customer nulls last,
    rank nulls last,
    person nulls last,
    pipeline nulls last
