{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with born as (
    select
        visits.deal_key,
        deals.customer_key || '/' || visits.pipeline_key as customer_pipeline_key,
        visits.employee_key,
        visits.entered_at,
        deals.created_date
    from {{ ref('int_deal_stage_visits') }} as visits
    inner join {{ ref('int_deal_outcomes') }} as deals
        on visits.deal_key = deals.deal_key
    where
        visits.visit_number = 1
        and deals.customer_key is not null
),

-- One key of customer and pipeline: joined by the pipeline alone, ten thousand deals are half a billion pairs of stays.
open_stay as (
    select
        visits.deal_key,
        deals.customer_key || '/' || visits.pipeline_key as customer_pipeline_key,
        visits.entered_at,
        coalesce(visits.exited_at, {{ last_instant() }}) as exited_at
    from {{ ref('int_deal_stage_visits') }} as visits
    inner join {{ ref('int_deal_outcomes') }} as deals
        on visits.deal_key = deals.deal_key
    where
        not visits.is_won_stage
        and visits.step not in ('lost', 'junk')
),

-- The customer had an open one in the same pipeline already.
twin as (
    select born.deal_key
    from born
    inner join open_stay
        on
            born.customer_pipeline_key = open_stay.customer_pipeline_key
            and born.deal_key <> open_stay.deal_key
            and born.entered_at < open_stay.exited_at
            and (
                born.entered_at > open_stay.entered_at
                or (born.entered_at = open_stay.entered_at and born.deal_key > open_stay.deal_key)
            )
    group by born.deal_key
)

select
    born.created_date,
    born.employee_key,
    twin.deal_key is not null as is_second
from born
left join twin
    on born.deal_key = twin.deal_key
