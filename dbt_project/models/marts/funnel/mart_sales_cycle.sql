with calendar as (
    select
        date_day,
        sum(case when is_working_day then 1 else 0 end) over (
            order by date_day nulls last rows unbounded preceding
        ) as working_days_passed
    from {{ ref('int_date') }}
),

-- An open deal is measured to the last complete day: it lasts at least so long.
measured_deals as (
    select
        deals.deal_key,
        deals.created_date,
        deals.outcome,
        deals.outcome = 'open' as is_censored,
        deals.amount,
        deals.channel_key,
        case deals.outcome
            when 'won' then deals.won_employee_key
            when 'lost' then deals.lost_employee_key
            else leads.employee_key
        end as employee_key,
        leads.pipeline_key,
        leads.channel_name,
        leads.source_url,
        {{ client_status('customer_payments', 'deals.created_date') }} as client_status,
        deals.ended_date,
        coalesce(deals.ended_date, runs.as_of_date - 1) as measured_to_date
    from {{ ref('int_deal_outcomes') }} as deals
    cross join {{ ref('int_run') }} as runs
    inner join {{ ref('int_leads') }} as leads
        on deals.deal_key = leads.lead_key
    left join {{ ref('int_customer_payments') }} as customer_payments
        on deals.customer_key = customer_payments.customer_key
    where
        deals.outcome <> 'junk'
        and deals.created_date < runs.as_of_date
)

select
    measured_deals.deal_key,
    measured_deals.source_url,
    measured_deals.pipeline_key,
    measured_deals.channel_key,
    measured_deals.channel_name,
    measured_deals.client_status,
    measured_deals.employee_key,
    {{ employee_columns('measured_deals') }},
    measured_deals.amount,
    measured_deals.outcome,
    measured_deals.is_censored,
    measured_deals.created_date,
    measured_deals.ended_date,
    measured_deals.measured_to_date,
    cast({{ days_between('measured_deals.created_date', 'measured_deals.measured_to_date') }} as bigint) as cycle_days,
    cast(ends.working_days_passed - beginnings.working_days_passed as bigint) as cycle_working_days
from measured_deals
left join calendar as beginnings
    on measured_deals.created_date = beginnings.date_day
left join calendar as ends
    on measured_deals.measured_to_date = ends.date_day
{{ join_employee('measured_deals', 'measured_deals.measured_to_date') }}
