with payments as (
    select
        payments.payment_line_key,
        payments.paid_date,
        payments.order_key,
        customer_records.customer_key
    from {{ ref('int_payments') }} as payments
    left join {{ ref('int_customer_records') }} as customer_records
        on payments.counterparty_record_key = customer_records.record_key
    where payments.is_payment_source
),

candidate_deals as (
    select
        deal_key,
        customer_key,
        created_date,
        coalesce(won_date, created_date) as reference_date
    from {{ ref('int_deal_outcomes') }}
    where outcome in ('open', 'won') and customer_key is not null
),

inferred_links as (
    select
        payments.payment_line_key,
        min(candidate_deals.deal_key) as deal_key
    from payments
    left join {{ ref('int_order_deals') }} as order_deals
        on payments.order_key = order_deals.order_key
    inner join candidate_deals
        on
            payments.customer_key = candidate_deals.customer_key
            and payments.paid_date >= candidate_deals.created_date
            and abs({{ days_between('candidate_deals.reference_date', 'payments.paid_date') }})
            <= {{ var('inferred_link_days') }}
    where order_deals.order_key is null
    group by payments.payment_line_key
    having count(*) = 1
)

select
    payments.payment_line_key,
    coalesce(order_deals.deal_key, inferred_links.deal_key) as deal_key,
    case
        when order_deals.deal_key is not null then order_deals.link_method
        when inferred_links.deal_key is not null then 'inferred'
        else 'unlinked'
    end as link_method,
    payments.customer_key
from payments
left join {{ ref('int_order_deals') }} as order_deals
    on payments.order_key = order_deals.order_key
left join inferred_links
    on payments.payment_line_key = inferred_links.payment_line_key
