{% set window = var('customer_window_months') %}
{% set summed = ['active_count', 'first_time_count', 'returned_count', 'lost_count', 'payments_count', 'paid_amount'] %}
{% set month = ['month_date', 'month_end_date', 'is_segmented'] %}

with buying_month as (
    select
        customer_key,
        cast(date_trunc('month', purchase_date) as date) as month_date,
        cast(
            min(min(date_trunc('month', purchase_date))) over (partition by customer_key) as date
        ) as cohort_month_date,
        cast(lag(date_trunc('month', purchase_date)) over (
            partition by customer_key order by date_trunc('month', purchase_date) nulls last
        ) as date) as previous_month_date,
        cast(lead(date_trunc('month', purchase_date)) over (
            partition by customer_key order by date_trunc('month', purchase_date) nulls last
        ) as date) as next_month_date
    from {{ ref('int_customer_purchases') }}
    group by
        customer_key,
        date_trunc('month', purchase_date)
),

-- A customer is lost at the end of the first month whose window holds no purchase.
change as (
    select
        cohort_month_date,
        month_date,
        1 as active_count,
        case when previous_month_date is null then 1 else 0 end as first_time_count,
        case when month_date > previous_month_date + interval '{{ window }} month' then 1 else 0 end as returned_count,
        0 as lost_count,
        0 as payments_count,
        cast(null as decimal(18, 2)) as paid_amount
    from buying_month

    union all

    select
        cohort_month_date,
        cast(month_date + interval '{{ window }} month' as date) as month_date,
        0 as active_count,
        0 as first_time_count,
        0 as returned_count,
        1 as lost_count,
        0 as payments_count,
        cast(null as decimal(18, 2)) as paid_amount
    from buying_month
    where next_month_date is null or next_month_date > month_date + interval '{{ window }} month'

    union all

    select
        cohort.month_date as cohort_month_date,
        cast(date_trunc('month', payment.paid_date) as date) as month_date,
        0 as active_count,
        0 as first_time_count,
        0 as returned_count,
        0 as lost_count,
        1 as payments_count,
        payment.amount as paid_amount
    from {{ ref('int_payment_allocations') }} as payment
    inner join buying_month as cohort
        on
            payment.customer_key = cohort.customer_key
            and cohort.previous_month_date is null
    where payment.paid_date >= cohort.month_date
),

change_month as (
    select
        cohort_month_date,
        month_date,
        {{ total_each(summed, 'change') }}
    from change
    group by
        cohort_month_date,
        month_date
)

-- Every cohort since payments begin has every known month since its own; one without a change only stands.
select
    cohort.cohort_month_date,
    {{ columns(month, 'segment_month') }},
    {{ months_between('cohort.cohort_month_date', 'segment_month.month_date') }} as months_since_count,
    cast(cohort.first_time_count as bigint) as cohort_customers_count,
    {%- for name in ['active', 'first_time', 'returned', 'lost'] %}
        cast(sum(
            case when change_month.month_date = segment_month.month_date then change_month.{{ name }}_count else 0 end
        ) as bigint) as {{ name }}_customers_count,
    {%- endfor %}
    cast(sum(
        case
            when change_month.month_date = segment_month.month_date
                then change_month.first_time_count + change_month.returned_count - change_month.lost_count
            else 0
        end
    ) as bigint) as net_growth_count,
    cast(
        sum(change_month.first_time_count + change_month.returned_count - change_month.lost_count) as bigint
    ) as current_customers_count,
    cast({{ sum_known(
        'change_month.paid_amount',
        'change_month.month_date = segment_month.month_date and change_month.payments_count > 0'
    ) }} as decimal(18, 2)) as paid_amount
from change_month as cohort
inner join {{ ref('int_segment_months') }} as segment_month
    on cohort.month_date between segment_month.begun_month_date and segment_month.month_date
inner join change_month
    on
        cohort.cohort_month_date = change_month.cohort_month_date
        and segment_month.month_date >= change_month.month_date
where cohort.first_time_count > 0
group by
    cohort.cohort_month_date,
    {{ columns(month, 'segment_month') }},
    cohort.first_time_count
