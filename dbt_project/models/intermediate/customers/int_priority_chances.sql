{# How often it ended well: of deals that stood in a stage at an age, how many were won; of customers in a state, how
   many bought within 30 days. Customers are looked at on twelve days, 30 apart: no purchase is counted twice. #}

{% set case = ['subject_type', 'subject_key', 'group_key', 'band', 'hit'] %}

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

day_number as (
    {{ whole_numbers('day_number', 12) }}
),

reference_day as (
    select
        day_number.day_number,
        run.as_of_date - 1 - 30 * day_number.day_number as date_day
    from day_number
    cross join {{ ref('int_run') }} as run
),

seen_purchase as (
    select
        reference_day.date_day,
        purchase.customer_key,
        purchase.purchase_date,
        purchase.gap_days,
        row_number() over (
            partition by reference_day.date_day, purchase.customer_key
            order by purchase.gap_days nulls last, purchase.purchase_number nulls last
        ) as place,
        count(purchase.gap_days) over (partition by reference_day.date_day, purchase.customer_key) as gaps_count
    from reference_day
    inner join {{ ref('int_customer_purchases') }} as purchase
        on reference_day.date_day >= purchase.purchase_date
),

seen_customer as (
    select
        date_day,
        customer_key,
        max(purchase_date) as last_purchase_date,
        count(*) as purchases_count,
        case
            when max(gaps_count) >= 2
                then (
                    min(case when 2 * place between gaps_count and gaps_count + 2 then gap_days end)
                    + max(case when 2 * place between gaps_count and gaps_count + 2 then gap_days end)
                ) * 0.5
        end as usual_gap_days
    from seen_purchase
    group by
        date_day,
        customer_key
),

customer_case as (
    select
        'customer' as subject_type,
        seen_customer.customer_key || ' ' || cast(seen_customer.date_day as text) as subject_key,
        {{ purchases_group('seen_customer.purchases_count') }} as group_key,
        {{ overdue_band(
            days_between('seen_customer.last_purchase_date', 'seen_customer.date_day')
            ~ ' - seen_customer.usual_gap_days'
        ) }} as band,
        max(case when purchase.purchase_date is null then 0 else 1 end) as hit
    from seen_customer
    left join {{ ref('int_customer_purchases') }} as purchase
        on
            seen_customer.customer_key = purchase.customer_key
            and seen_customer.date_day < purchase.purchase_date
            and seen_customer.date_day + 30 >= purchase.purchase_date
    where
        seen_customer.last_purchase_date
        > cast(seen_customer.date_day - interval '{{ var("customer_window_months") }} month' as date)
    group by
        seen_customer.customer_key,
        seen_customer.date_day,
        seen_customer.purchases_count,
        seen_customer.last_purchase_date,
        seen_customer.usual_gap_days
),

past_case as (
    select {{ columns(case) }} from deal_case
    union all
    select {{ columns(case) }} from customer_case
),

band_count as (
    select
        subject_type,
        group_key,
        band,
        count(*) as cases_count,
        sum(hit) as hits_count
    from past_case
    group by
        subject_type,
        group_key,
        band
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
