{% set cohort = ['week_date', 'channel_key', 'org_unit_then_key', 'client_status'] %}
{% set week = "cast(date_trunc('week', leads.created_date) as date)" %}
{% set is_latest = 'ages.next_age_days is null' %}
{% set estimated = 'weeks.is_complete and estimate.is_shown and ' ~ is_latest %}

with deals as (
    select
        {{ week }} as week_date,
        leads.channel_key,
        leads.org_unit_then_key,
        leads.client_status,
        leads.channel_name,
        leads.org_unit_then_name,
        outcomes.outcome,
        {{ days_between(week ~ ' + 6', 'runs.as_of_date - 1') }} as cohort_age,
        greatest({{ days_between('leads.created_date', 'outcomes.won_date') }}, 0) as won_age,
        case
            when outcomes.outcome = 'open' then {{ days_between('leads.created_date', 'runs.as_of_date - 1') }}
        end as open_age
    from {{ ref('fct_lead') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as outcomes
        on leads.lead_key = outcomes.deal_key
    cross join {{ ref('int_run') }} as runs
    where leads.is_clean and {{ week }} + 6 < runs.as_of_date
),

cohorts as (
    select
        {{ columns(cohort, 'deals') }},
        deals.cohort_age,
        min(deals.channel_name) as channel_name,
        min(deals.org_unit_then_name) as org_unit_then_name,
        count(*) as clean_leads_count,
        sum(case when deals.outcome = 'open' then 1 else 0 end) as open_count,
        sum(case when deals.outcome = 'won' then 1 else 0 end)
        + sum(coalesce(chances.win_chance, 0)) as expected_won_count
    from deals
    left join {{ ref('int_win_chances') }} as chances
        on deals.open_age = chances.age_days
    group by {{ columns(cohort, 'deals') }}, deals.cohort_age
),

-- A row where something changes: at the creation, at each age of a win, and today.
moves as (
    select
        {{ columns(cohort) }},
        won_age as age_days,
        1 as won_count
    from deals
    where outcome = 'won' and won_age <= cohort_age
    union all
    select
        {{ columns(cohort, 'cohorts') }},
        ends.is_today * cohorts.cohort_age as age_days,
        0 as won_count
    from cohorts
    cross join (values (0), (1)) as ends (is_today)
),

ages as (
    select
        {{ columns(cohort) }},
        age_days,
        sum(sum(won_count)) over (
            partition by {{ columns(cohort) }} order by age_days nulls last rows unbounded preceding
        ) as won_count,
        lead(age_days) over (partition by {{ columns(cohort) }} order by age_days nulls last) as next_age_days
    from moves
    group by {{ columns(cohort) }}, age_days
),

loaded_weeks as (
    select
        cast(date_trunc('week', date_day) as date) as week_date,
        count(*) = 7 as is_complete
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'deals_won_count' and is_complete
    group by cast(date_trunc('week', date_day) as date)
),

-- How long nine of ten wins of the last months take.
maturity as (
    select {{ quantile(days_between('outcomes.created_date', 'outcomes.won_date'), 0.9) }} as mature_days
    from {{ ref('int_deal_outcomes') }} as outcomes
    inner join {{ ref('int_run') }} as runs
        on
            outcomes.won_date < runs.as_of_date
            and outcomes.won_date >= cast(runs.as_of_date - interval '{{ var("cohort_months") }} month' as date)
    where outcomes.outcome = 'won'
),

estimate as (
    select coalesce(max(wins_count) >= {{ var('cohort_wins') }}, false) as is_shown
    from {{ ref('int_win_chances') }}
)

select
    {{ columns(cohort, 'ages') }},
    cast(ages.age_days as bigint) as age_days,
    cast(coalesce(ages.next_age_days - 1, ages.age_days) as bigint) as age_until_days,
    cohorts.channel_name,
    cohorts.org_unit_then_name,
    {{ is_latest }} as is_latest,
    ages.age_days >= maturity.mature_days as is_mature,
    case when weeks.is_complete then cast(cohorts.clean_leads_count as bigint) end as clean_leads_count,
    case when weeks.is_complete then cast(ages.won_count as bigint) end as won_count,
    case when weeks.is_complete then {{ pct_of('ages.won_count', 'cohorts.clean_leads_count') }} end as won_pct,
    case when weeks.is_complete and {{ is_latest }} then cast(cohorts.open_count as bigint) end as open_count,
    case when {{ estimated }} then cast(cohorts.expected_won_count as decimal(18, 6)) end as expected_won_count,
    case when {{ estimated }} then {{ pct_of('cohorts.expected_won_count', 'cohorts.clean_leads_count') }} end
        as expected_won_pct,
    coalesce(weeks.is_complete, false) as is_complete
from ages
inner join cohorts
    on {{ same_in(cohort, 'ages', 'cohorts') }}
cross join maturity
cross join estimate
left join loaded_weeks as weeks
    on ages.week_date = weeks.week_date
