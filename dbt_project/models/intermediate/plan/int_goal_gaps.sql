with shapley as (
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
    from {{ ref('int_goal_factors') }}
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
