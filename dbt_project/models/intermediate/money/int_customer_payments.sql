with customers as (
    select distinct customer_key
    from {{ ref('int_customer_records') }}
),

payments as (
    select
        customer_key,
        min(case when direction = 'in' then paid_date end) as first_payment_date,
        max(case when direction = 'in' then paid_date end) as last_payment_date,
        sum(amount) as paid_amount,
        count(distinct case when direction = 'in' then payment_key end) as payments_count
    from {{ ref('int_payment_allocations') }}
    where customer_key is not null
    group by customer_key
),

loaded_payments as (
    select
        min(date_day) as first_date,
        max(date_day) as last_date
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'revenue_paid_amount' and is_complete
),

-- A year of payments counts from the day on which all sources of payments have begun.
payment_history as (
    select
        cast(
            greatest(min(allocations.paid_date), min(loaded_payments.first_date)) + interval '12 month' as date
        ) as known_from_date
    from {{ ref('int_payment_allocations') }} as allocations
    cross join loaded_payments
),

-- Without the list of those who were customers before, nobody is known to be new in the first year.
opening_list as (
    select count(*) > 0 as is_known
    from {{ ref('int_stream_coverage') }}
    where
        vendor = 'files'
        and stream = 'opening_customers'
        and covered_to is not null
),

listed_tax_ids as (
    select distinct {{ normal_tax_id('tax_id') }} as tax_id
    from {{ ref('stg_files__opening_customers') }}
    where not is_deleted
),

opening_customers as (
    select distinct customer_records.customer_key
    from {{ ref('int_record_identifiers') }} as identifiers
    inner join {{ ref('int_customer_records') }} as customer_records
        on identifiers.record_key = customer_records.record_key
    inner join listed_tax_ids
        on identifiers.identifier_value = listed_tax_ids.tax_id
    where identifiers.identifier_kind = 'tax_id'
)

select
    customers.customer_key,
    payments.first_payment_date,
    payments.last_payment_date,
    cast(payments.paid_amount as decimal(18, 2)) as paid_amount,
    cast(payments.payments_count as bigint) as payments_count,
    case
        when opening_customers.customer_key is not null then {{ first_day() }}
        else payments.first_payment_date + 1
    end as current_from_date,
    case when opening_list.is_known then {{ first_day() }} else payment_history.known_from_date end as new_from_date,
    loaded_payments.last_date + 1 as new_until_date
from customers
cross join payment_history
cross join loaded_payments
cross join opening_list
left join payments
    on customers.customer_key = payments.customer_key
left join opening_customers
    on customers.customer_key = opening_customers.customer_key
