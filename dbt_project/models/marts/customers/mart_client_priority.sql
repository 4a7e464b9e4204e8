{#- A chance is drawn to the share of its group as if so many more cases were known. -#}
{%- set prior = 20 %}
{%- set chance_part = '(chance.hits_count * chance.group_cases_count + ' ~ prior ~ ' * chance.group_hits_count)' %}
{%- set chance_whole = '(chance.group_cases_count * (chance.cases_count + ' ~ prior ~ '))' %}
{%- set told = [
    'as_of_date', 'subject_type', 'subject_key', 'customer_key', 'employee_key', 'source_url', 'group_name', 'band', 'amount'
] %}
with subject as (
    select
        run.as_of_date,
        'deal' as subject_type,
        deal.deal_key as subject_key,
        deal.customer_key,
        lead.employee_key,
        lead.source_url,
        visit.stage_key as group_key,
        stage.stage_name as group_name,
        {{ deal_age_band(days_between('deal.created_date', 'run.as_of_date')) }} as band,
        deal.amount
    from {{ ref('int_deal_outcomes') }} as deal
    cross join {{ ref('int_run') }} as run
    inner join {{ ref('int_leads') }} as lead
        on deal.deal_key = lead.lead_key
    inner join {{ ref('int_deal_stage_visits') }} as visit
        on
            deal.deal_key = visit.deal_key
            and visit.is_current
    left join {{ ref('int_pipeline_stages') }} as stage
        on visit.stage_key = stage.stage_key
    where deal.outcome = 'open'

    union all

    select
        run.as_of_date,
        'customer' as subject_type,
        customer.customer_key as subject_key,
        customer.customer_key,
        customer.employee_key,
        cast(null as text) as source_url,
        {{ purchases_group('customer.purchases_count') }} as group_key,
        {{ purchases_group('customer.purchases_count') }} as group_name,
        {{ overdue_band('customer.days_overdue') }} as band,
        customer.usual_purchase_amount as amount
    from {{ ref('mart_customer_360') }} as customer
    cross join {{ ref('int_run') }} as run
    where customer.is_current_customer
),

measured_subject as (
    select
        {{ columns(told, 'subject') }},
        {{ cents_ratio(
            'sum(' ~ to_cents('subject.amount') ~ ') over (partition by subject.subject_type)',
            'count(subject.amount) over (partition by subject.subject_type)'
        ) }} as mean_amount,
        chance.cases_count,
        {{ share_pct(chance_part, chance_whole) }} as chance_pct,
        {{ cents_ratio(
            wide(to_cents('subject.amount')) ~ ' * ' ~ chance_part, wide(chance_whole)
        ) }} as score_amount,
        {{ share_pct('chance.group_hits_count', 'chance.group_cases_count') }} as group_pct,
        {{ share_pct('chance.all_hits_count', 'chance.all_cases_count') }} as all_pct,
        {{ cents_ratio(
            '(100 * chance.group_hits_count * chance.all_cases_count)',
            '(chance.group_cases_count * chance.all_hits_count)'
        ) }} as group_weight,
        {{ cents_ratio(
            '(100 * ' ~ chance_part ~ ')', '((chance.cases_count + ' ~ prior ~ ') * chance.group_hits_count)'
        ) }} as band_weight
    from subject
    left join {{ ref('int_priority_chances') }} as chance
        on
            subject.subject_type = chance.subject_type
            and subject.group_key = chance.group_key
            and subject.band = chance.band
)

select
    measured.as_of_date,
    measured.subject_type,
    measured.subject_key,
    measured.customer_key,
    customer.company_name,
    measured.employee_key,
    coalesce(employee.employee_name, measured.employee_key) as employee_name,
    coalesce(employee.org_unit_key, 'unassigned') as org_unit_now_key,
    coalesce(employee.org_unit_name, 'unassigned') as org_unit_now_name,
    measured.group_name,
    measured.band,
    cast(measured.amount as decimal(18, 2)) as amount,
    measured.chance_pct,
    cast(measured.cases_count as bigint) as cases_count,
    measured.score_amount,
    cast(case when measured.score_amount is not null then row_number() over by_score end as bigint) as priority_rank,
    measured.score_amount is not null
    and 10 * (row_number() over by_score - 1) < count(measured.score_amount) over of_type as is_top_tenth,
    measured.group_weight as reason_1_weight,
    {{ priority_reason('ru', 1) }} as reason_1_ru,
    {{ priority_reason('en', 1) }} as reason_1_en,
    measured.band_weight as reason_2_weight,
    {{ priority_reason('ru', 2) }} as reason_2_ru,
    {{ priority_reason('en', 2) }} as reason_2_en,
    {{ cents_ratio('(100 * ' ~ to_cents('measured.amount') ~ ')', to_cents('measured.mean_amount')) }}
        as reason_3_weight,
    {{ priority_reason('ru', 3) }} as reason_3_ru,
    {{ priority_reason('en', 3) }} as reason_3_en,
    measured.source_url
from measured_subject as measured
left join {{ ref('dim_customer') }} as customer
    on measured.customer_key = customer.customer_key
left join {{ ref('dim_employee') }} as employee
    on measured.employee_key = employee.employee_key
window
    of_type as (partition by measured.subject_type),
    by_score as (
        partition by measured.subject_type
        order by measured.score_amount desc nulls last, measured.subject_key asc nulls last
    )
