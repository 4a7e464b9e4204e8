with truth as (
    select
        date_day,
        customer_key,
        reason,
        booked_amount,
        paid_amount,
        0 as shipped_amount
    from {{ ref('int_revenue_differences') }}

    union all

    select
        lines.sold_date as date_day,
        case
            when lines.deal_key is null then coalesce(lines.customer_key, 'unknown')
            else coalesce(deals.customer_key, 'unknown')
        end as customer_key,
        'none' as reason,
        0 as booked_amount,
        0 as paid_amount,
        lines.net_amount + lines.vat_amount as shipped_amount
    from {{ ref('int_sales_lines') }} as lines
    left join {{ ref('int_deal_outcomes') }} as deals
        on lines.deal_key = deals.deal_key
    where lines.net_amount is not null
),

judged_day as (
    select
        calendar.date_day,
        max(case when coverage.metric = 'revenue_booked_amount' and coverage.is_complete then 1 else 0 end) = 1
            as knows_booked,
        max(case when coverage.metric = 'net_amount' and coverage.is_complete then 1 else 0 end) = 1 as knows_shipped,
        max(case when coverage.metric = 'revenue_paid_amount' and coverage.is_complete then 1 else 0 end) = 1
            as knows_paid
    from {{ ref('int_date') }} as calendar
    inner join {{ ref('int_run') }} as runs
        on calendar.date_day < runs.as_of_date
    left join {{ ref('int_metric_coverage_day') }} as coverage
        on
            calendar.date_day = coverage.date_day
            and coverage.metric in ('revenue_booked_amount', 'net_amount', 'revenue_paid_amount')
    group by calendar.date_day
),

-- Where one side is not loaded nobody knows a reason.
cell as (
    select
        truth.date_day,
        truth.customer_key,
        case when days.knows_booked and days.knows_paid then truth.reason else 'unknown' end as reason,
        days.knows_booked,
        days.knows_shipped,
        days.knows_paid,
        sum(truth.booked_amount) as booked_amount,
        sum(truth.shipped_amount) as shipped_amount,
        sum(truth.paid_amount) as paid_amount
    from truth
    inner join judged_day as days
        on truth.date_day = days.date_day
    group by
        truth.date_day,
        truth.customer_key,
        case when days.knows_booked and days.knows_paid then truth.reason else 'unknown' end,
        days.knows_booked,
        days.knows_shipped,
        days.knows_paid
)

select
    cell.date_day,
    cell.customer_key,
    cell.reason,
    customers.company_name,
    {{ client_status('customer_payments', 'cell.date_day') }} as client_status,
    cast(case when cell.knows_booked then cell.booked_amount end as decimal(18, 2)) as booked_amount,
    cast(case when cell.knows_shipped then cell.shipped_amount end as decimal(18, 2)) as shipped_amount,
    cast(case when cell.knows_paid then cell.paid_amount end as decimal(18, 2)) as paid_amount,
    cast(
        case when cell.knows_booked and cell.knows_paid then cell.booked_amount - cell.paid_amount end as decimal(18, 2)
    ) as difference_amount,
    cell.knows_booked and cell.knows_shipped and cell.knows_paid as is_complete
from cell
left join {{ ref('dim_customer') }} as customers
    on cell.customer_key = customers.customer_key
left join {{ ref('int_customer_payments') }} as customer_payments
    on cell.customer_key = customer_payments.customer_key
