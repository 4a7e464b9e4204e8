-- Open deals past the first step on the newest evening: of each employee and pipeline the ten that have stood in their
-- stage longest, the others as one.
with newest as (
    select max(date_day) as date_day
    from fct_deal_daily_snapshot
),

open_deals as (
    select
        evenings.employee_key,
        evenings.pipeline_key,
        evenings.stage_name,
        evenings.stage_entered_date,
        evenings.amount,
        deals.source_url,
        row_number() over (
            partition by evenings.employee_key, evenings.pipeline_key
            order by
                evenings.stage_entered_date asc nulls last,
                evenings.amount desc nulls last,
                evenings.deal_key asc nulls last
        ) as place
    from fct_deal_daily_snapshot as evenings
    inner join newest
        on evenings.date_day = newest.date_day
    inner join fct_deal as deals
        on evenings.deal_key = deals.deal_key
    where evenings.step_order > 1
)

select
    employee_key as person,
    pipeline_key as pipeline,
    case when place <= 10 then stage_name end as stage,
    case when place <= 10 then stage_entered_date end as since,
    case when place <= 10 then source_url end as url,
    count(*) as deals_count,
    sum(amount) as open_amount
from open_deals
group by
    employee_key,
    pipeline_key,
    case when place <= 10 then place end,
    case when place <= 10 then stage_name end,
    case when place <= 10 then stage_entered_date end,
    case when place <= 10 then source_url end
order by
    person asc nulls last,
    pipeline asc nulls last,
    since asc nulls last,
    open_amount desc nulls last,
    url asc nulls last
