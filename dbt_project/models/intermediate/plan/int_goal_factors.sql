{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with scaled as (
    select
        days.goal_key,
        days.date_day,
        goals.metric = 'margin_amount' as is_margin,
        goals.value_unit = 'share' as is_share,
        days.fact_to_date,
        case
            when goals.denominator is not null then days.baseline_fact
            else
                cast({{ cents_ratio(
                    wide(to_cents('days.baseline_fact')) ~ ' * days.working_days_passed', 'days.baseline_working_days'
                ) }} as decimal(18, 4))
        end as baseline_value_to_date,
        days.knows_parts and goals.metric in ('revenue_paid_amount', 'margin_amount') as is_split,
        cast(days.working_days_passed as double) / nullif(days.baseline_working_days, 0) as scale,
        cast(days.clean_leads as double) as leads,
        cast(days.paying_deals as double) as deals,
        cast(days.linked_amount as double) as linked,
        cast(days.of_deals_amount as double) as of_deals,
        days.unlinked_amount,
        cast(days.baseline_clean_leads as double) as base_leads,
        cast(days.baseline_paying_deals as double) as base_deals,
        cast(days.baseline_linked_amount as double) as base_linked,
        cast(days.baseline_of_deals_amount as double) as base_of_deals,
        {{ cents_ratio(
            wide(to_cents('days.baseline_unlinked_amount')) ~ ' * days.working_days_passed',
            'days.baseline_working_days'
        ) }} as base_unlinked_amount,
        cast(days.numerator as double) as numerator,
        cast(nullif(days.denominator, 0) as double) as denominator,
        cast(days.baseline_numerator as double) as base_numerator,
        cast(nullif(days.baseline_denominator, 0) as double) as base_denominator
    from {{ ref('int_goal_days') }} as days
    inner join {{ ref('int_goals') }} as goals
        on days.goal_key = goals.goal_key
)

select
    goal_key,
    date_day,
    is_margin,
    is_share,
    is_split,
    fact_to_date,
    baseline_value_to_date,
    fact_to_date - baseline_value_to_date as gap_value,
    base_leads * scale as leads_0,
    leads as leads_1,
    coalesce(base_deals / nullif(base_leads, 0), deals / nullif(leads, 0), 0) as rate_0,
    coalesce(deals / nullif(leads, 0), base_deals / nullif(base_leads, 0), 0) as rate_1,
    coalesce(base_linked / nullif(base_deals, 0), linked / nullif(deals, 0), 0) as ticket_0,
    coalesce(linked / nullif(deals, 0), base_linked / nullif(base_deals, 0), 0) as ticket_1,
    case
        when is_margin then coalesce(base_of_deals / nullif(base_linked, 0), of_deals / nullif(linked, 0), 0)
        else 1
    end as share_0,
    case
        when is_margin then coalesce(of_deals / nullif(linked, 0), base_of_deals / nullif(base_linked, 0), 0)
        else 1
    end as share_1,
    of_deals - base_of_deals * scale as of_deals_gap,
    unlinked_amount - base_unlinked_amount as unlinked_gap,
    numerator,
    base_numerator * scale as numerator_before,
    1 / nullif(denominator, 0) as per,
    1 / nullif(base_denominator * scale, 0) as per_before
from scaled
