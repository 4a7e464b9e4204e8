with first_purchase as (
    select
        customer_key,
        min(purchase_date) as purchase_date
    from {{ ref('int_customer_purchases') }}
    group by customer_key
),

-- Who is in one of the two month ends only has come or is lost; the first and the last month end have no pair.
moved_customer as (
    select
        coalesce(this_month.month_end_date, last_month.next_month_end_date) as month_end_date,
        coalesce(this_month.previous_month_end_date, last_month.month_end_date) as previous_month_end_date,
        coalesce(this_month.customer_key, last_month.customer_key) as customer_key,
        last_month.segment as from_segment,
        coalesce(this_month.segment, 'lost') as to_segment,
        coalesce(this_month.category_key, last_month.category_key) as category_key,
        coalesce(this_month.employee_key, last_month.employee_key) as employee_key,
        case when last_month.customer_key is null then 0 else last_month.paid_amount end as from_paid_amount,
        case when this_month.customer_key is null then 0 else this_month.paid_amount end as to_paid_amount
    from {{ ref('mart_customer_abc_xyz') }} as this_month
    full join {{ ref('mart_customer_abc_xyz') }} as last_month
        on
            this_month.previous_month_end_date = last_month.month_end_date
            and this_month.customer_key = last_month.customer_key
    where
        this_month.previous_month_end_date is not null
        or (this_month.month_end_date is null and last_month.next_month_end_date is not null)
),

movement as (
    select
        moved_customer.month_end_date,
        moved_customer.previous_month_end_date,
        coalesce(
            moved_customer.from_segment,
            case
                when first_purchase.purchase_date > moved_customer.previous_month_end_date then 'new' else 'returned'
            end
        ) as from_segment,
        moved_customer.to_segment,
        moved_customer.category_key,
        moved_customer.employee_key,
        count(*) as customers_count,
        {{ sum_of_sums('moved_customer.from_paid_amount') }} as from_paid_amount,
        {{ sum_of_sums('moved_customer.to_paid_amount') }} as to_paid_amount
    from moved_customer
    inner join first_purchase
        on moved_customer.customer_key = first_purchase.customer_key
    group by
        moved_customer.month_end_date,
        moved_customer.previous_month_end_date,
        coalesce(
            moved_customer.from_segment,
            case
                when first_purchase.purchase_date > moved_customer.previous_month_end_date then 'new' else 'returned'
            end
        ),
        moved_customer.to_segment,
        moved_customer.category_key,
        moved_customer.employee_key
),

category as (
    select
        category_key,
        max(category_name) as category_name
    from {{ ref('int_products') }}
    group by category_key
)

select
    movement.month_end_date,
    movement.previous_month_end_date,
    movement.from_segment,
    movement.to_segment,
    movement.category_key,
    coalesce(category.category_name, movement.category_key) as category_name,
    movement.employee_key,
    coalesce(employee.employee_name, movement.employee_key) as employee_name,
    coalesce(employee.org_unit_key, 'unassigned') as org_unit_then_key,
    coalesce(employee.org_unit_name, 'unassigned') as org_unit_then_name,
    coalesce(employee.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employee.org_unit_now_name, 'unassigned') as org_unit_now_name,
    cast(movement.customers_count as bigint) as customers_count,
    cast(movement.from_paid_amount as decimal(18, 2)) as from_paid_amount,
    cast(movement.to_paid_amount as decimal(18, 2)) as to_paid_amount
from movement
left join category
    on movement.category_key = category.category_key
left join {{ ref('dim_employee_history') }} as employee
    on
        movement.employee_key = employee.employee_key
        and movement.month_end_date between employee.valid_from_date and employee.valid_to_date
