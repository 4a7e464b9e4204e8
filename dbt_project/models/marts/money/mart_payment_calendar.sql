with due_instalments as (
    select
        as_of_date,
        due_date,
        employee_key,
        count(*) as instalments_count,
        sum(expected_amount) as expected_amount,
        sum(kept_amount) as kept_amount
    from {{ ref('fct_payment_schedule') }}
    where due_bucket <> 'later'
    group by
        as_of_date,
        due_date,
        employee_key
),

mornings as (
    select distinct as_of_date
    from {{ ref('int_schedule_mornings') }}
),

loaded_days as (
    select date_day
    from {{ ref('int_metric_coverage_day') }}
    where metric = 'revenue_paid_amount' and is_complete
),

received_payments as (
    select
        mornings.as_of_date,
        mornings.as_of_date as due_date,
        payments.employee_key,
        sum(payments.amount) as received_amount
    from {{ ref('int_payment_allocations') }} as payments
    inner join mornings
        on payments.paid_date = mornings.as_of_date
    inner join loaded_days
        on payments.paid_date = loaded_days.date_day
    group by
        mornings.as_of_date,
        payments.employee_key
),

calendar_cells as (
    select
        as_of_date,
        due_date,
        employee_key
    from due_instalments
    union
    select
        as_of_date,
        due_date,
        employee_key
    from received_payments
)

select
    cells.as_of_date,
    cells.due_date,
    cells.employee_key,
    {{ employee_columns('cells') }},
    {{ due_bucket('cells.due_date', 'cells.as_of_date') }} as due_bucket,
    cast(coalesce(due_instalments.instalments_count, 0) as bigint) as instalments_count,
    cast(coalesce(due_instalments.expected_amount, 0) as decimal(18, 2)) as expected_amount,
    cast(
        case
            when due_instalments.instalments_count is null then 0
            else due_instalments.kept_amount
        end as decimal(18, 2)
    ) as kept_amount,
    cast(
        case
            when cells.due_date = cells.as_of_date and loaded_days.date_day is not null
                then case when received_payments.employee_key is null then 0 else received_payments.received_amount end
        end as decimal(18, 2)
    ) as received_amount
from calendar_cells as cells
left join due_instalments
    on
        cells.as_of_date = due_instalments.as_of_date
        and cells.due_date = due_instalments.due_date
        and cells.employee_key = due_instalments.employee_key
left join received_payments
    on
        cells.as_of_date = received_payments.as_of_date
        and cells.due_date = received_payments.due_date
        and cells.employee_key = received_payments.employee_key
left join loaded_days
    on cells.as_of_date = loaded_days.date_day
{{ join_employee('cells', 'cells.as_of_date') }}
