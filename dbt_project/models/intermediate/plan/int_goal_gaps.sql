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
),

-- A quotient by nothing says nothing: the other side's speaks for it. Before a working day a ratio has no parts.
factor as (
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
),

shapley as (
    select
        goal_key,
        date_day,
        is_margin,
        is_share,
        is_split and gap_value is not null as is_split,
        baseline_value_to_date,
        gap_value,
        of_deals_gap,
        unlinked_gap,
        {{ share_of_gap('leads', 'rate', 'ticket', 'share') }} as leads_exact,
        {{ share_of_gap('rate', 'leads', 'ticket', 'share') }} as rate_exact,
        {{ share_of_gap('ticket', 'leads', 'rate', 'share') }} as ticket_exact,
        (numerator - numerator_before) * (per + per_before) / 2 as numerator_exact,
        (per - per_before) * (numerator + numerator_before) / 2 as denominator_exact
    from factor
),

-- What no inquiry or no deal of the days explains is the last factor's: those of deals add up to the gap of deals.
rounded as (
    select
        goal_key,
        date_day,
        baseline_value_to_date,
        gap_value,
        is_split and is_margin as has_share,
        case when is_split then {{ two_decimals('leads_exact') }} end as leads_part,
        case when is_split then {{ two_decimals('rate_exact') }} end as rate_part,
        case
            when is_split and is_margin then {{ two_decimals('ticket_exact') }}
            when is_split then {{ two_decimals('of_deals_gap - leads_exact - rate_exact') }}
        end as ticket_part,
        case
            when is_split and is_margin
                then {{ two_decimals('of_deals_gap - leads_exact - rate_exact - ticket_exact') }}
            when is_split then 0
        end as share_part,
        case when is_split then unlinked_gap end as unlinked_part,
        case
            when gap_value is null then null
            when is_share then cast(cast(numerator_exact as decimal(28, 8)) as decimal(18, 4))
            else {{ two_decimals('numerator_exact') }}
        end as numerator_part,
        case
            when gap_value is null then null
            when is_share then cast(cast(denominator_exact as decimal(28, 8)) as decimal(18, 4))
            else {{ two_decimals('denominator_exact') }}
        end as denominator_part
    from shapley
),

closed as (
    select
        goal_key,
        date_day,
        baseline_value_to_date,
        gap_value,
        has_share,
        leads_part,
        rate_part,
        ticket_part,
        share_part,
        unlinked_part,
        numerator_part,
        denominator_part,
        coalesce(
            gap_value - leads_part - rate_part - ticket_part - share_part - unlinked_part,
            gap_value - numerator_part - denominator_part
        ) as rest,
        case
            when abs(numerator_part) >= abs(denominator_part) then 'numerator'
            when denominator_part is not null then 'denominator'
            when
                abs(leads_part) >= greatest(abs(rate_part), abs(ticket_part), abs(share_part), abs(unlinked_part))
                then 'leads'
            when abs(rate_part) >= greatest(abs(ticket_part), abs(share_part), abs(unlinked_part)) then 'rate'
            when abs(ticket_part) >= greatest(abs(share_part), abs(unlinked_part)) then 'ticket'
            when abs(share_part) >= abs(unlinked_part) then 'share'
            else 'unlinked'
        end as largest
    from rounded
)

select
    goal_key,
    date_day,
    baseline_value_to_date,
    cast(gap_value as decimal(18, 4)) as gap_value,
    cast({{ with_rest('leads') }} as decimal(18, 2)) as gap_leads_amount,
    cast({{ with_rest('rate') }} as decimal(18, 2)) as gap_conversion_amount,
    cast({{ with_rest('ticket') }} as decimal(18, 2)) as gap_ticket_amount,
    case when has_share then cast({{ with_rest('share') }} as decimal(18, 2)) end as gap_margin_share_amount,
    cast({{ with_rest('unlinked') }} as decimal(18, 2)) as gap_unlinked_amount,
    cast({{ with_rest('numerator') }} as decimal(18, 4)) as gap_numerator_value,
    cast({{ with_rest('denominator') }} as decimal(18, 4)) as gap_denominator_value
from closed
