{# How often it ended well: of deals that stood in a stage at an age, how many were won; of customers in a state, how
   many bought within 30 days. #}

{% set case = ['subject_type', 'subject_key', 'group_key', 'band', 'hit'] %}
{% set cell = ['subject_type', 'group_key', 'band'] %}

with ended_deal as (
    select
        deal.deal_key,
        deal.created_date,
        deal.ended_at,
        case when deal.outcome = 'won' then 1 else 0 end as hit
    from {{ ref('int_deal_outcomes') }} as deal
    inner join {{ ref('int_run') }} as run
        on
            deal.ended_date < run.as_of_date
            and deal.ended_date >= cast(run.as_of_date - interval '{{ var("cohort_months") }} month' as date)
    where deal.outcome <> 'open'
),

deal_band as (
    {{ deal_age_bands() }}
),

deal_case as (
    select distinct
        'deal' as subject_type,
        ended_deal.deal_key as subject_key,
        visit.stage_key as group_key,
        deal_band.band,
        ended_deal.hit
    from ended_deal
    inner join {{ ref('int_deal_stage_visits') }} as visit
        on
            ended_deal.deal_key = visit.deal_key
            and ended_deal.ended_at > visit.entered_at
    inner join deal_band
        on
            {{ days_between('ended_deal.created_date', 'visit.entered_date') }} <= deal_band.last_day
            and {{ days_between('ended_deal.created_date', 'coalesce(visit.exited_date, visit.entered_date)') }}
            >= deal_band.first_day
),

past_case as (
    select {{ columns(case) }} from deal_case
    union all
    select {{ columns(case) }} from {{ ref('int_customer_cases') }}
),

band_count as (
    select
        {{ columns(cell) }},
        count(*) as cases_count,
        sum(hit) as hits_count
    from past_case
    group by {{ columns(cell) }}
),

-- A subject that stood in several bands, or in several groups, is one case of the group, and one of the whole.
group_count as (
    select
        subject_type,
        group_key,
        count(distinct subject_key) as cases_count,
        count(distinct case when hit = 1 then subject_key end) as hits_count
    from past_case
    group by
        subject_type,
        group_key
),

whole_count as (
    select
        subject_type,
        count(distinct subject_key) as cases_count,
        count(distinct case when hit = 1 then subject_key end) as hits_count
    from past_case
    group by subject_type
),

customer_band as (
    {{ overdue_bands() }}
),

band as (
    select
        'deal' as subject_type,
        band
    from deal_band

    union all

    select
        'customer' as subject_type,
        band
    from customer_band
)

select
    group_count.subject_type,
    group_count.group_key,
    band.band,
    cast(coalesce(band_count.cases_count, 0) as bigint) as cases_count,
    cast(coalesce(band_count.hits_count, 0) as bigint) as hits_count,
    cast(group_count.cases_count as bigint) as group_cases_count,
    cast(group_count.hits_count as bigint) as group_hits_count,
    cast(whole_count.cases_count as bigint) as all_cases_count,
    cast(whole_count.hits_count as bigint) as all_hits_count
from group_count
inner join whole_count
    on group_count.subject_type = whole_count.subject_type
inner join band
    on group_count.subject_type = band.subject_type
left join band_count
    on
        group_count.subject_type = band_count.subject_type
        and group_count.group_key = band_count.group_key
        and band.band = band_count.band
