with ranked_gap as (
    select
        customer_key,
        gap_days,
        row_number() over (partition by customer_key order by gap_days nulls last, purchase_number nulls last) as place,
        count(*) over (partition by customer_key) as gaps_count
    from {{ ref('int_customer_purchases') }}
    where gap_days is not null
),

-- The middle gap, or the mean of the two in the middle; one gap is no habit.
usual_gap as (
    select
        customer_key,
        cast((min(gap_days) + max(gap_days)) * 0.5 as decimal(9, 1)) as gap_days
    from ranked_gap
    where gaps_count >= 2 and 2 * place between gaps_count and gaps_count + 2
    group by customer_key
),

ranked_purchase as (
    select
        customer_key,
        purchase_date,
        {{ to_cents('purchase_amount') }} as cents,
        row_number() over (
            partition by customer_key order by purchase_amount nulls last, purchase_date nulls last
        ) as place,
        count(purchase_amount) over (partition by customer_key) as known_count,
        count(*) over (partition by customer_key) as purchases_count
    from {{ ref('int_customer_purchases') }}
),

purchase as (
    select
        customer_key,
        min(purchase_date) as first_purchase_date,
        max(purchase_date) as last_purchase_date,
        max(purchases_count) as purchases_count,
        min(case when 2 * place between known_count and known_count + 2 then cents end) as lower_cents,
        max(case when 2 * place between known_count and known_count + 2 then cents end) as upper_cents
    from ranked_purchase
    group by customer_key
)

select
    purchase.customer_key,
    purchase.first_purchase_date,
    purchase.last_purchase_date,
    cast(purchase.purchases_count as bigint) as purchases_count,
    {{ cents_ratio('(100 * (purchase.lower_cents + purchase.upper_cents))', '200') }} as usual_purchase_amount,
    usual_gap.gap_days as usual_gap_days,
    cast(
        case
            when {{ days_between('purchase.last_purchase_date', 'run.as_of_date') }} > usual_gap.gap_days
                then {{ days_between('purchase.last_purchase_date', 'run.as_of_date') }} - usual_gap.gap_days
            when usual_gap.gap_days is not null then 0
        end as decimal(9, 1)
    ) as days_overdue
from purchase
cross join {{ ref('int_run') }} as run
left join usual_gap
    on purchase.customer_key = usual_gap.customer_key
