with linked_records as (
    select
        customer_records.customer_key,
        records.record_key,
        records.record_type,
        records.legal_name,
        records.employee_key,
        {{ business_date('records.first_seen_at') }} as first_seen_date,
        row_number() over (
            partition by customer_records.customer_key
            order by
                case when records.employee_key = 'unassigned' then 1 else 0 end nulls last,
                case when records.record_type = 'counterparty' then 1 else 0 end nulls last,
                records.record_key nulls last
        ) as employee_rank
    from {{ ref('int_customer_records') }} as customer_records
    inner join {{ ref('int_source_records') }} as records
        on customer_records.record_key = records.record_key
),

customers as (
    select
        customer_key,
        min(legal_name) as company_name,
        count(*) as records_count,
        sum(case when record_type = 'counterparty' then 0 else 1 end) as crm_records_count,
        sum(case when record_type = 'counterparty' then 1 else 0 end) as erp_records_count,
        min(first_seen_date) as first_seen_date,
        max(case when employee_rank = 1 then employee_key end) as employee_key
    from linked_records
    group by customer_key
)

select
    customers.customer_key,
    case
        when customers.erp_records_count = 0 then 'crm_only'
        when customers.crm_records_count = 0 then 'erp_only'
        else 'matched'
    end as match_status,
    customers.company_name,
    cast(customers.records_count as bigint) as records_count,
    cast(customers.crm_records_count as bigint) as crm_records_count,
    cast(customers.erp_records_count as bigint) as erp_records_count,
    customers.first_seen_date,
    payments.first_payment_date,
    payments.last_payment_date,
    new_customers.is_new as is_new_customer,
    cast(
        case
            when customers.erp_records_count > 0 then {{ known_payments(
                'case when payments.payments_count is null then 0 else payments.paid_amount end'
            ) }}
        end as decimal(18, 2)
    ) as paid_amount,
    cast(
        case
            when customers.erp_records_count > 0 then {{ known_payments('coalesce(payments.payments_count, 0)') }}
        end as bigint
    ) as payments_count,
    customers.employee_key,
    coalesce(regions.region_key, 'unknown') as region_key,
    coalesce(region_names.region_name, regions.region_key, 'unknown') as region_name,
    coalesce(regions.region_rule, 'unknown') as region_rule
from customers
left join {{ ref('int_customer_regions') }} as regions
    on customers.customer_key = regions.customer_key
left join {{ ref('dim_region') }} as region_names
    on coalesce(regions.region_key, 'unknown') = region_names.region_key
left join {{ ref('int_customer_payments') }} as payments
    on customers.customer_key = payments.customer_key
left join {{ ref('int_new_customers') }} as new_customers
    on customers.customer_key = new_customers.customer_key
