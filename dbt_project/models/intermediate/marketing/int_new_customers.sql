with incoming_line as (
    select
        customer_key,
        payment_line_key,
        paid_date,
        deal_key,
        row_number() over (
            partition by customer_key
            order by paid_at nulls last, payment_line_key nulls last
        ) as place
    from {{ ref('int_payment_allocations') }}
    where
        customer_key is not null
        and direction = 'in'
),

payment_history as (
    select cast(min(paid_date) + interval '12 month' as date) as known_from_date
    from {{ ref('int_payment_allocations') }}
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

listed_tax_id as (
    select distinct {{ normal_tax_id('tax_id') }} as tax_id
    from {{ ref('stg_files__opening_customers') }}
    where not is_deleted
),

opening_customer as (
    select distinct customer_record.customer_key
    from {{ ref('int_record_identifiers') }} as identifier
    inner join {{ ref('int_customer_records') }} as customer_record
        on identifier.record_key = customer_record.record_key
    inner join listed_tax_id
        on identifier.identifier_value = listed_tax_id.tax_id
    where identifier.identifier_kind = 'tax_id'
)

select
    incoming_line.customer_key,
    incoming_line.paid_date as first_payment_date,
    incoming_line.payment_line_key as first_payment_line_key,
    incoming_line.deal_key,
    case
        when opening_customer.customer_key is not null then false
        when opening_list.is_known or incoming_line.paid_date >= payment_history.known_from_date then true
    end as is_new
from incoming_line
cross join payment_history
cross join opening_list
left join opening_customer
    on incoming_line.customer_key = opening_customer.customer_key
where incoming_line.place = 1
