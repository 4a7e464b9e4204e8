-- Open deals in a funnel step now (null: a stage without a step).
select
    deals.employee_key as person,
    deals.pipeline_key as pipeline,
    case when stages.step_order is not null then stages.step end as step,
    count(*) as deals_count,
    sum(coalesce(deals.amount, 0)) as standing_amount
from fct_deal as deals
inner join dim_pipeline_stage as stages
    on deals.stage_key = stages.stage_key
where
    not deals.is_won
    and not deals.is_lost
    and not deals.is_junk
group by
    deals.employee_key,
    deals.pipeline_key,
    case when stages.step_order is not null then stages.step end
order by
    person nulls last,
    pipeline nulls last,
    step nulls last
