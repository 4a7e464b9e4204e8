{# Aalen–Johansen by whole days of age: of leads created in the window, how many are won by an age (cumulative
   incidence), and how many have not ended after it. At one age ends come before leads that are merely not older. #}

with lead as (
    select
        deal.outcome,
        greatest(
            {{ days_between('deal.created_date', 'coalesce(deal.ended_date, run.as_of_date - 1)') }}, 0
        ) as age_days
    from {{ ref('int_deal_outcomes') }} as deal
    inner join {{ ref('int_run') }} as run
        on
            deal.created_date < run.as_of_date
            and deal.created_date >= cast(run.as_of_date - interval '{{ var("cohort_months") }} month' as date)
),

age as (
    select
        age_days,
        count(*) as leads_count,
        sum(case when outcome = 'won' then 1 else 0 end) as won_count,
        sum(case when outcome <> 'open' then 1 else 0 end) as ended_count
    from lead
    group by age_days
),

risk as (
    select
        age_days,
        won_count,
        ended_count,
        sum(leads_count) over (order by age_days desc nulls last rows unbounded preceding) as at_risk_count
    from age
),

survival as (
    select
        age_days,
        won_count,
        at_risk_count,
        sum(won_count) over () as all_won_count,
        -- The product of the shares that go on; nobody goes on after an age at which all have ended.
        case
            when min(at_risk_count - ended_count) over (order by age_days nulls last rows unbounded preceding) > 0
                then exp(sum(ln(
                    case
                        when ended_count < at_risk_count
                            then cast(at_risk_count - ended_count as double) / nullif(at_risk_count, 0)
                        else 1
                    end
                )) over (order by age_days nulls last rows unbounded preceding))
            else 0
        end as open_share
    from risk
),

step as (
    select
        age_days,
        all_won_count,
        open_share,
        coalesce(lag(open_share) over (order by age_days nulls last), 1)
        * won_count / nullif(at_risk_count, 0) as won_share
    from survival
),

incidence as (
    select
        age_days,
        all_won_count,
        open_share,
        sum(won_share) over (order by age_days nulls last rows unbounded preceding) as won_share,
        sum(won_share) over () as final_share
    from step
)

select
    cast(age_days as bigint) as age_days,
    cast(all_won_count as bigint) as wins_count,
    cast(won_share as double) as won_share,
    cast(open_share as double) as open_share,
    cast(
        case when open_share > 0 then (final_share - won_share) / nullif(open_share, 0) else 0 end as decimal(18, 9)
    ) as win_chance
from incidence
