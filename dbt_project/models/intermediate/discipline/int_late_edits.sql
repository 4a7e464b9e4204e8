{# Old wins that were touched: whose card was changed on a day, or which were opened again. Amounts are compared from
   the first load on; of a card that was changed on that very day before a load had seen it nothing is known. #}

with visit as (
    select
        deal_key,
        visit_number,
        is_won_stage,
        entered_date,
        exited_date,
        lag(is_won_stage) over (partition by deal_key order by visit_number nulls last) as was_won
    from {{ ref('int_deal_stage_visits') }}
),

numbered_visit as (
    select
        deal_key,
        is_won_stage,
        entered_date,
        exited_date,
        sum(case when is_won_stage and not coalesce(was_won, false) then 1 else 0 end) over (
            partition by deal_key order by visit_number nulls last
            rows between unbounded preceding and current row
        ) as win_number
    from visit
),

win as (
    select
        numbered_visit.deal_key,
        numbered_visit.win_number,
        case
            when count(numbered_visit.exited_date) = count(*) then min(numbered_visit.entered_date)
            else coalesce(max(outcomes.won_date), min(numbered_visit.entered_date))
        end as won_date,
        case
            when count(numbered_visit.exited_date) = count(*) then max(numbered_visit.exited_date)
        end as reopened_date
    from numbered_visit
    inner join {{ ref('int_deal_outcomes') }} as outcomes
        on numbered_visit.deal_key = outcomes.deal_key
    where numbered_visit.is_won_stage
    group by
        numbered_visit.deal_key,
        numbered_visit.win_number
),

version as (
    select
        lead_key as deal_key,
        {{ business_date('changed_at') }} as date_day,
        row_number() over ({{ versions_of_card() }}) as version_number,
        amount,
        lag(amount) over ({{ versions_of_card() }}) as previous_amount
    from {{ ref('int_vendor_lead_observations') }}
),

first_load as (
    select
        source,
        {{ business_date('min(observed_at)') }} as first_date
    from {{ ref('int_vendor_lead_observations') }}
    group by source
),

touched as (
    select
        deal_key,
        date_day,
        max(case when version_number > 1 and coalesce(amount, 0) <> coalesce(previous_amount, 0) then 1 else 0 end)
            as is_repriced,
        max(case when version_number = 1 then 1 else 0 end) as is_unseen
    from version
    group by
        deal_key,
        date_day
    union all
    select
        deal_key,
        reopened_date as date_day,
        0 as is_repriced,
        0 as is_unseen
    from win
    where reopened_date is not null
),

touched_win as (
    select
        touched.deal_key,
        touched.date_day,
        max(touched.is_repriced) as is_repriced,
        max(touched.is_unseen) as is_unseen,
        max(case when win.reopened_date = touched.date_day then 1 else 0 end) as is_reopened
    from touched
    inner join {{ ref('int_leads') }} as leads
        on touched.deal_key = leads.lead_key
    inner join first_load
        on
            leads.source = first_load.source
            and touched.date_day >= first_load.first_date
    inner join win
        on
            touched.deal_key = win.deal_key
            and {{ days_between('win.won_date', 'touched.date_day') }} > {{ var('late_edit_days') }}
            and coalesce(win.reopened_date, {{ last_day_of_all() }}) >= touched.date_day
    group by
        touched.deal_key,
        touched.date_day
)

select
    deal_key,
    date_day,
    case when is_reopened = 1 or is_repriced = 1 then true when is_unseen = 0 then false end as is_late_edit
from touched_win
