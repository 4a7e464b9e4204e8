with customer as (
    select distinct customer_key
    from {{ ref('int_customer_records') }}
),

ranked_deal as (
    select
        deal.customer_key,
        deal.amount,
        deal.outcome,
        lead.channel_key,
        lead.channel_name,
        lead.employee_key,
        row_number() over (
            partition by deal.customer_key order by lead.created_at nulls last, deal.deal_key nulls last
        ) as place_from_first,
        row_number() over (
            partition by deal.customer_key order by lead.created_at desc nulls last, deal.deal_key desc nulls last
        ) as place_from_last
    from {{ ref('int_deal_outcomes') }} as deal
    inner join {{ ref('int_leads') }} as lead
        on deal.deal_key = lead.lead_key
    where deal.customer_key is not null
),

dealt as (
    select
        customer_key,
        sum(case when outcome = 'open' then 1 else 0 end) as open_deals_count,
        sum(case when outcome = 'open' then amount else 0 end) as open_deals_amount,
        max(case when place_from_first = 1 then channel_key end) as channel_key,
        max(case when place_from_first = 1 then channel_name end) as channel_name,
        nullif(max(case when place_from_last = 1 then employee_key end), 'unassigned') as employee_key
    from ranked_deal
    group by customer_key
),

ranked_order as (
    select
        customer_record.customer_key,
        customer_order.manager_employee_key,
        row_number() over (
            partition by customer_record.customer_key
            order by customer_order.ordered_at desc nulls last, customer_order.order_key desc nulls last
        ) as place
    from {{ ref('int_orders') }} as customer_order
    inner join {{ ref('int_customer_records') }} as customer_record
        on customer_order.counterparty_record_key = customer_record.record_key
    where customer_order.manager_employee_key <> 'unassigned'
)

select
    customer.customer_key,
    coalesce(dealt.employee_key, ranked_order.manager_employee_key) as employee_key,
    cast(coalesce(dealt.open_deals_count, 0) as bigint) as open_deals_count,
    cast(coalesce(dealt.open_deals_amount, 0) as decimal(18, 2)) as open_deals_amount,
    dealt.channel_key as first_channel_key,
    dealt.channel_name as first_channel_name
from customer
left join dealt
    on customer.customer_key = dealt.customer_key
left join ranked_order
    on
        customer.customer_key = ranked_order.customer_key
        and ranked_order.place = 1
