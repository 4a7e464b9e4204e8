with scaled as (
    select
        days.goal_key,
        days.date_day,
        days.fact_to_date,
        {{ cents_ratio(
            wide(to_cents('days.baseline_fact')) ~ ' * days.working_days_passed', 'days.baseline_working_days'
        ) }} as baseline_value_to_date,
        days.knows_parts and goals.metric = 'revenue_paid_amount' and days.baseline_working_days > 0 as is_split,
        cast(days.working_days_passed as double) / nullif(days.baseline_working_days, 0) as scale,
        cast(days.clean_leads as double) as leads,
        cast(days.paying_deals as double) as deals,
        cast(days.linked_amount as double) as linked,
        days.paid_amount - days.linked_amount as unlinked_amount,
        cast(days.baseline_clean_leads as double) as base_leads,
        cast(days.baseline_paying_deals as double) as base_deals,
        cast(days.baseline_linked_amount as double) as base_linked,
        {{ cents_ratio(
            wide(to_cents('(days.baseline_paid_amount - days.baseline_linked_amount)')) ~ ' * days.working_days_passed',
            'days.baseline_working_days'
        ) }} as base_unlinked_amount
    from {{ ref('int_goal_days') }} as days
    inner join {{ ref('int_goals') }} as goals
        on days.goal_key = goals.goal_key
),

-- A quotient of nothing by nothing, or by nothing, says nothing: the other side's speaks for it.
factor as (
    select
        goal_key,
        date_day,
        base_leads * scale as leads_0,
        leads as leads_1,
        coalesce(base_deals / nullif(base_leads, 0), deals / nullif(leads, 0), 0) as rate_0,
        coalesce(deals / nullif(leads, 0), base_deals / nullif(base_leads, 0), 0) as rate_1,
        coalesce(base_linked / nullif(base_deals, 0), linked / nullif(deals, 0), 0) as ticket_0,
        coalesce(linked / nullif(deals, 0), base_linked / nullif(base_deals, 0), 0) as ticket_1,
        linked - base_linked * scale as linked_gap
    from scaled
    where is_split
),

-- What no inquiry or no deal of the days explains changes the ticket: the three add up to the gap of linked money.
shapley as (
    select
        goal_key,
        date_day,
        {{ share_of_gap('leads', 'rate', 'ticket') }} as leads_part,
        {{ share_of_gap('rate', 'leads', 'ticket') }} as rate_part,
        linked_gap
        - {{ share_of_gap('leads', 'rate', 'ticket') }}
        - {{ share_of_gap('rate', 'leads', 'ticket') }} as ticket_part
    from factor
),

rounded as (
    select
        scaled.goal_key,
        scaled.date_day,
        scaled.baseline_value_to_date,
        scaled.fact_to_date - scaled.baseline_value_to_date as gap_value,
        {{ two_decimals('shapley.leads_part') }} as leads_part,
        {{ two_decimals('shapley.rate_part') }} as rate_part,
        {{ two_decimals('shapley.ticket_part') }} as ticket_part,
        case when scaled.is_split then scaled.unlinked_amount - scaled.base_unlinked_amount end as unlinked_part
    from scaled
    left join shapley
        on
            scaled.goal_key = shapley.goal_key
            and scaled.date_day = shapley.date_day
),

closed as (
    select
        goal_key,
        date_day,
        baseline_value_to_date,
        gap_value,
        leads_part,
        rate_part,
        ticket_part,
        unlinked_part,
        gap_value - leads_part - rate_part - ticket_part - unlinked_part as rest,
        case
            when abs(leads_part) >= greatest(abs(rate_part), abs(ticket_part), abs(unlinked_part)) then 'leads'
            when abs(rate_part) >= greatest(abs(ticket_part), abs(unlinked_part)) then 'rate'
            when abs(ticket_part) >= abs(unlinked_part) then 'ticket'
            else 'unlinked'
        end as largest
    from rounded
)

select
    goal_key,
    date_day,
    baseline_value_to_date,
    cast(gap_value as decimal(18, 2)) as gap_value,
    cast(leads_part + case when largest = 'leads' then rest else 0 end as decimal(18, 2)) as gap_leads_amount,
    cast(rate_part + case when largest = 'rate' then rest else 0 end as decimal(18, 2)) as gap_conversion_amount,
    cast(ticket_part + case when largest = 'ticket' then rest else 0 end as decimal(18, 2)) as gap_ticket_amount,
    cast(unlinked_part + case when largest = 'unlinked' then rest else 0 end as decimal(18, 2)) as gap_unlinked_amount
from closed
