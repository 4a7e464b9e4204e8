with shipped as (
    select
        customer_key,
        sum(net_amount + vat_amount) as shipped_amount,
        sum(net_amount) as net_amount,
        sum(case when cost_amount is not null then net_amount end) as net_known_cost_amount,
        sum(margin_amount) as margin_amount
    from {{ ref('int_sales_lines') }}
    group by customer_key
),

known_sales as (
    select count(*) > 0 as is_known
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'margin_amount' and is_complete
),

newest_month as (
    select max(month_end_date) as month_end_date
    from {{ ref('int_segment_months') }}
),

segment as (
    select
        member.customer_key,
        member.month_end_date,
        member.abc,
        member.xyz,
        member.segment
    from {{ ref('mart_customer_abc_xyz') }} as member
    inner join newest_month
        on member.month_end_date = newest_month.month_end_date
)

select
    customer.customer_key,
    customer.company_name,
    customer.match_status,
    customer.first_seen_date,
    customer.region_key,
    customer.region_name,
    coalesce(manager.employee_key, customer.employee_key) as employee_key,
    coalesce(employee.employee_name, manager.employee_key, customer.employee_key) as employee_name,
    coalesce(employee.org_unit_key, 'unassigned') as org_unit_now_key,
    coalesce(employee.org_unit_name, 'unassigned') as org_unit_now_name,
    manager.first_channel_key,
    manager.first_channel_name,
    segment.month_end_date as segment_date,
    segment.abc,
    segment.xyz,
    segment.segment,
    rhythm.first_purchase_date,
    rhythm.last_purchase_date,
    cast(
        case when customer.payments_count is not null then coalesce(rhythm.purchases_count, 0) end as bigint
    ) as purchases_count,
    rhythm.usual_purchase_amount,
    rhythm.usual_gap_days,
    rhythm.days_overdue,
    case
        when customer.payments_count is not null
            then coalesce(
                rhythm.last_purchase_date > run.as_of_date - interval '{{ var("customer_window_months") }} month', false
            )
    end as is_current_customer,
    customer.paid_amount,
    cast(
        case
            when known_sales.is_known and customer.erp_records_count > 0
                then case when shipped.customer_key is null then 0 else shipped.shipped_amount end
        end as decimal(18, 2)
    ) as shipped_amount,
    cast(
        case
            when known_sales.is_known and customer.erp_records_count > 0
                then case when shipped.customer_key is null then 0 else shipped.net_amount end
        end as decimal(18, 2)
    ) as shipped_net_amount,
    cast(shipped.net_known_cost_amount as decimal(18, 2)) as net_known_cost_amount,
    cast(shipped.margin_amount as decimal(18, 2)) as margin_amount,
    cast({{ known_deals('manager.open_deals_count') }} as bigint) as open_deals_count,
    cast({{ known_deals('manager.open_deals_amount') }} as decimal(18, 2)) as open_deals_amount
from {{ ref('dim_customer') }} as customer
cross join {{ ref('int_run') }} as run
cross join known_sales
inner join {{ ref('int_customer_managers') }} as manager
    on customer.customer_key = manager.customer_key
left join {{ ref('int_customer_rhythm') }} as rhythm
    on customer.customer_key = rhythm.customer_key
left join shipped
    on customer.customer_key = shipped.customer_key
left join segment
    on customer.customer_key = segment.customer_key
left join {{ ref('dim_employee') }} as employee
    on coalesce(manager.employee_key, customer.employee_key) = employee.employee_key
