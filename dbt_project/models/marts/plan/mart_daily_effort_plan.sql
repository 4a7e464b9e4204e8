{% set lacking = ['date_day', 'employee_key', 'working_days_left', 'missing_deals', 'missing_amount'] %}
{% set per_lead = ['ticket_amount', 'calls_per_lead', 'held_meetings_per_lead'] %}

with missing as (
    select
        shares.date_day,
        shares.employee_key,
        calendar.working_days_in_month - calendar.working_day_of_month + 1 as working_days_left,
        max(case when plans.metric = 'deals_won_count' then plans.plan_month end) as deals_plan,
        max(case when plans.metric = 'revenue_paid_amount' then plans.plan_month end) as paid_plan,
        -- On the first of a month nothing has come yet; later a day before that is not loaded leaves it unknown.
        max(case
            when plans.metric <> 'deals_won_count' then null
            when calendar.date_day = date_trunc('month', calendar.date_day) then 0
            else before_today.fact_to_date
        end) as deals_fact,
        max(case
            when plans.metric <> 'revenue_paid_amount' then null
            when calendar.date_day = date_trunc('month', calendar.date_day) then 0
            else before_today.fact_to_date
        end) as paid_fact
    from {{ ref('int_effort_shares') }} as shares
    inner join {{ ref('int_date') }} as calendar
        on shares.date_day = calendar.date_day
    inner join {{ ref('int_plan_days') }} as plans
        on
            shares.date_day = plans.date_day
            and shares.employee_key = plans.unit_key
            and plans.unit_type = 'employee'
            and plans.metric in ('deals_won_count', 'revenue_paid_amount')
    left join {{ ref('mart_plan_fact_daily') }} as before_today
        on
            plans.metric = before_today.metric
            and plans.unit_key = before_today.unit_key
            and before_today.unit_type = 'employee'
            and plans.date_day - 1 = before_today.date_day
    group by
        shares.date_day,
        shares.employee_key,
        calendar.working_days_in_month,
        calendar.working_day_of_month
),

lack as (
    select
        date_day,
        employee_key,
        working_days_left,
        deals_plan is not null as plans_deals,
        paid_plan is not null as plans_money,
        {{ not_below_zero('(deals_plan - deals_fact)') }} as missing_deals,
        {{ not_below_zero('(paid_plan - paid_fact)') }} as missing_amount
    from missing
),

-- Missing money as deals; a plan that nobody made lacks nothing.
need as (
    select
        {{ columns(lacking, 'lack') }},
        {{ columns(per_lead, 'shares') }},
        case when lack.plans_deals then cast(lack.missing_deals as double) else 0 end as by_deals,
        case
            when lack.plans_money then cast(lack.missing_amount as double) / nullif(shares.ticket_amount, 0)
            else 0
        end as by_money,
        shares.contract_share,
        shares.contract_share * shares.offer_share as offer_share,
        shares.contract_share * shares.offer_share * shares.meeting_share as meeting_share,
        shares.contract_share * shares.offer_share * shares.meeting_share * shares.qualified_share as qualified_share,
        shares.contract_share * shares.offer_share * shares.meeting_share * shares.qualified_share * shares.lead_share
            as lead_share
    from lack
    inner join {{ ref('int_effort_shares') }} as shares
        on
            lack.date_day = shares.date_day
            and lack.employee_key = shares.employee_key
),

-- Both plans are to be met: the larger need counts, and one that is not known leaves it unknown.
chain as (
    select
        {{ columns(lacking + per_lead) }},
        case when by_deals >= by_money then by_deals when by_money > by_deals then by_money end
        / nullif(working_days_left, 0) as won_per_day,
        nullif(contract_share, 0) as contract_share,
        nullif(offer_share, 0) as offer_share,
        nullif(meeting_share, 0) as meeting_share,
        nullif(qualified_share, 0) as qualified_share,
        nullif(lead_share, 0) as lead_share
    from need
)

select
    chain.date_day,
    chain.employee_key,
    {{ employee_columns('chain') }},
    cast(chain.working_days_left as bigint) as working_days_left,
    cast(chain.missing_deals as decimal(18, 2)) as missing_deals,
    cast(chain.missing_amount as decimal(18, 2)) as missing_amount,
    {{ two_decimals('chain.ticket_amount') }} as average_ticket_amount,
    {{ two_decimals('chain.won_per_day') }} as needed_deals_per_day,
    {{ two_decimals('chain.won_per_day / chain.contract_share') }} as needed_contracts_per_day,
    {{ two_decimals('chain.won_per_day / chain.offer_share') }} as needed_offers_per_day,
    {{ two_decimals('chain.won_per_day / chain.meeting_share') }} as needed_meetings_per_day,
    {{ two_decimals('chain.won_per_day / chain.qualified_share') }} as needed_qualified_per_day,
    {{ two_decimals('chain.won_per_day / chain.lead_share') }} as needed_leads_per_day,
    {{ two_decimals('chain.won_per_day / chain.lead_share * chain.calls_per_lead') }} as needed_calls_per_day,
    {{ two_decimals('chain.won_per_day / chain.lead_share * chain.held_meetings_per_lead') }}
        as needed_held_meetings_per_day,
    chain.won_per_day is not null and chain.lead_share is not null as is_complete
from chain
{{ join_employee('chain', 'chain.date_day') }}
