-- Leads of the last twelve whole weeks by department as of then: how many were won by now, and are expected in the end.
with newest as (
    select max(week_date) as week_date
    from mart_sales_funnel_cohort
)

select
    cohorts.week_date as since,
    cohorts.org_unit_then_key as unit,
    bool_and(cohorts.is_complete) as is_complete,
    bool_and(cohorts.is_mature) as is_mature,
    sum(cohorts.clean_leads_count) as clean_count,
    sum(cohorts.won_count) as won_count,
    sum(cohorts.open_count) as open_count,
    case
        when count(cohorts.expected_won_count) = count(*) then cast(sum(cohorts.expected_won_count) as double)
    end as expected_count
from mart_sales_funnel_cohort as cohorts
inner join newest
    on cohorts.week_date > newest.week_date - 84
where cohorts.is_latest
group by
    cohorts.week_date,
    cohorts.org_unit_then_key
order by
    since nulls last,
    unit nulls last
