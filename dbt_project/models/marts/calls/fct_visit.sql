{# A visit that nobody closed, or closed hours later, says nothing of how long it took. #}
{%- set longest_seconds = 90 * 60 %}
{%- set told = [
    'visit_key', 'source', 'visit_date', 'is_planned', 'is_made', 'started_at', 'ended_at', 'reject_reason', 'has_order',
    'order_amount', 'latitude', 'longitude', 'is_gps_confirmed', 'has_photo'
] %}

with visit as (
    select
        {{ columns(told, 'visit') }},
        coalesce(agent.employee_key, visit.agent_user_key, 'unassigned') as employee_key,
        client.customer_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        {{ seconds_between('visit.started_at', 'visit.ended_at') }} as seconds
    from {{ ref('int_vendor_visits') }} as visit
    left join {{ ref('int_source_users') }} as agent
        on visit.agent_user_key = agent.source_user_key
    left join {{ ref('int_customer_records') }} as client
        on visit.counterparty_record_key = client.record_key
    left join {{ ref('int_vendor_currencies') }} as currency
        on visit.currency_key = currency.currency_key
    where not visit.is_deleted and visit.visit_date is not null
)

select
    visit.visit_key,
    visit.source,
    visit.visit_date,
    visit.employee_key,
    {{ employee_columns('visit') }},
    visit.customer_key,
    customer.company_name as customer_name,
    coalesce(visit.is_planned, false) as is_planned,
    coalesce(visit.is_made, false) as is_made,
    visit.started_at,
    visit.ended_at,
    case
        when visit.seconds between 0 and {{ longest_seconds }}
            then {{ cents_ratio('(100 * visit.seconds)', '60') }}
    end as visit_minutes,
    visit.reject_reason,
    coalesce(visit.has_order, false) as has_order,
    cast({{ in_base_currency('visit.order_amount', 'visit.currency_code', 'rate') }} as decimal(18, 2)) as order_amount,
    visit.latitude,
    visit.longitude,
    visit.is_gps_confirmed,
    visit.has_photo
from visit
left join {{ ref('int_exchange_rates') }} as rate
    on
        visit.currency_code = rate.currency_code
        and visit.visit_date = rate.date_day
left join {{ ref('dim_customer') }} as customer
    on visit.customer_key = customer.customer_key
{{ join_employee('visit', 'visit.visit_date') }}
