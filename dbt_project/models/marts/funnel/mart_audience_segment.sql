{% set lead_of_segment = ['lead_key', 'customer_key', 'month_date', 'attribute'] %}
{% set segment = ['month_date', 'attribute', 'segment_value'] %}
{% set counted = ['leads_count', 'customers_count', 'won_count', 'paid_amount'] %}

with attributes as (
    select distinct meaning as attribute
    from {{ ref('int_field_meanings') }}
    where meaning in ({{ audience_attributes() }})
),

-- What is missing of a month. What its leads became is known where nothing is missing since then.
gaps as (
    select distinct
        coverage.metric,
        cast(date_trunc('month', coverage.date_day) as date) as month_date
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where
        coverage.metric in ('leads_count', 'deals_won_count', 'revenue_paid_amount')
        and not coverage.is_complete
        and coverage.date_day < runs.as_of_date
),

lead_values as (
    select
        leads.lead_key,
        leads.customer_key,
        cast(date_trunc('month', leads.created_date) as date) as month_date,
        leads.created_date,
        attributes.attribute,
        lower(coalesce(lead_value.field_value, customer_value.field_value)) as typed
    from {{ ref('fct_lead') }} as leads
    cross join attributes
    cross join {{ ref('int_run') }} as runs
    left join {{ ref('int_lead_field_values') }} as lead_value
        on
            leads.lead_key = lead_value.lead_key
            and attributes.attribute = lead_value.meaning
    left join {{ ref('int_customer_field_values') }} as customer_value
        on
            leads.customer_key = customer_value.customer_key
            and attributes.attribute = customer_value.meaning
            and customer_value.place = 1
    where leads.created_date < runs.as_of_date
),

lead_segments as (
    select
        {{ columns(lead_of_segment) }},
        case
            when attribute = 'birth_date'
                then {{ age_band(years_between(day_of_birth('typed'), 'created_date')) }}
            else coalesce(typed, 'unknown')
        end as segment_value
    from lead_values
),

segment_sizes as (
    select
        {{ columns(segment) }},
        count(distinct customer_key) as customers_count
    from lead_segments
    group by {{ columns(segment) }}
),

shown_leads as (
    select
        {{ columns(lead_of_segment, 'leads') }},
        case
            when leads.segment_value = 'unknown' or sizes.customers_count >= {{ var('audience_least_customers') }}
                then leads.segment_value
            else 'small_groups'
        end as segment_value
    from lead_segments as leads
    inner join segment_sizes as sizes
        on {{ same_in(segment, 'leads', 'sizes') }}
),

segments as (
    select
        {{ columns(segment, 'shown_leads') }},
        count(*) as leads_count,
        count(distinct shown_leads.customer_key) as customers_count,
        sum(case when deals.is_won then 1 else 0 end) as won_count,
        {{ sum_of_sums('deals.paid_amount') }} as paid_amount
    from shown_leads
    left join {{ ref('fct_deal') }} as deals
        on shown_leads.lead_key = deals.lead_key
    group by {{ columns(segment, 'shown_leads') }}
),

judged_segments as (
    select
        {{ columns(segment, 'segments') }},
        {{ columns(counted, 'segments') }},
        segments.segment_value = 'small_groups'
        and segments.customers_count < {{ var('audience_least_customers') }} as is_withheld,
        count(case when gaps.metric = 'leads_count' and gaps.month_date = segments.month_date then 1 end) = 0
            as knows_leads,
        count(case when gaps.metric = 'deals_won_count' then 1 end) = 0 as knows_won,
        count(case when gaps.metric = 'revenue_paid_amount' then 1 end) = 0 as knows_paid
    from segments
    left join gaps
        on segments.month_date <= gaps.month_date
    group by
        {{ columns(segment + counted, 'segments') }}
)

select
    {{ columns(segment) }},
    case when knows_leads and not is_withheld then cast(leads_count as bigint) end as leads_count,
    case when knows_leads and knows_won and not is_withheld then cast(won_count as bigint) end as won_count,
    case when knows_leads and knows_paid and not is_withheld then cast(paid_amount as decimal(18, 2)) end
        as paid_amount,
    case when knows_leads and not is_withheld then cast(customers_count as bigint) end as customers_count,
    is_withheld,
    cast({{ var('audience_least_customers') }} as bigint) as least_customers_count,
    knows_leads and knows_won and knows_paid as is_complete
from judged_segments
