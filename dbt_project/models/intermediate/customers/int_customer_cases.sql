{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# Customers as they were on twelve days, 30 apart, so that no purchase is counted twice: how often they had bought,
   how long they had been silent, and whether they bought within 30 days. #}

with day_number as (
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
)

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
